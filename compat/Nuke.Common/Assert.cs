using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Nuke.Common;

/// <summary>Checks that throw with the given message or, without one, with the text of the checked expression.</summary>
public static class Assert
{
    /// <summary>Throws an exception with the message.</summary>
    [DoesNotReturn]
    [SuppressMessage("Usage", "CA2201", Justification = "The contract of NUKE: Fail throws a plain Exception.")]
    public static void Fail(string message, Exception? exception = null) => throw new Exception(message, exception);

    /// <summary>Throws unless <paramref name="condition"/> is true.</summary>
    public static void True(
        [DoesNotReturnIf(false)] bool condition,
        string? message = null,
        [CallerArgumentExpression(nameof(condition))] string? argumentExpression = null)
    {
        if (!condition)
            throw Failed("Expected condition to be true", message, argumentExpression);
    }

    /// <summary>Throws unless <paramref name="condition"/> is false.</summary>
    public static void False(
        [DoesNotReturnIf(true)] bool condition,
        string? message = null,
        [CallerArgumentExpression(nameof(condition))] string? argumentExpression = null)
    {
        if (condition)
            throw Failed("Expected condition to be false", message, argumentExpression);
    }

    /// <summary>Returns <paramref name="obj"/>, or throws when it is null.</summary>
    public static T NotNull<T>(
        [NotNull] this T? obj,
        string? message = null,
        [CallerArgumentExpression(nameof(obj))] string? argumentExpression = null)
        where T : class =>
        obj ?? throw Failed($"Expected object of type '{typeof(T).FullName}' to be not null", message, argumentExpression);

    /// <summary>Returns <paramref name="str"/>, or throws when it is null or empty.</summary>
    public static string NotNullOrEmpty(
        [NotNull] this string? str,
        string? message = null,
        [CallerArgumentExpression(nameof(str))] string? argumentExpression = null) =>
        string.IsNullOrEmpty(str) ? throw Failed("Expected string to be not null or empty", message, argumentExpression) : str;

    /// <summary>Returns <paramref name="str"/>, or throws when it is null or blank.</summary>
    public static string NotNullOrWhiteSpace(
        [NotNull] this string? str,
        string? message = null,
        [CallerArgumentExpression(nameof(str))] string? argumentExpression = null) =>
        string.IsNullOrWhiteSpace(str) ? throw Failed("Expected string to be not null or whitespace", message, argumentExpression) : str;

    private static ArgumentException Failed(string standard, string? message, string? expression) =>
        new(message ?? standard, message is null ? expression : null);
}

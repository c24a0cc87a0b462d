using System.Diagnostics.CodeAnalysis;

namespace Slipway.Infrastructures;

/// <summary>What AWS answered to a question, or why there is no answer. A question that may not be asked is no reason to stop a deploy.</summary>
internal sealed record Answer<T>
{
    private readonly T? _value;

    internal Answer(T value) => _value = value;

    internal Answer(string why) => Why = why;

    /// <summary>Why there is no answer, such as <c>needs ec2:DescribeSubnets</c>; null: there is one.</summary>
    public string? Why { get; }

    public bool Is([MaybeNullWhen(false)] out T value)
    {
        value = _value!;
        return Why is null;
    }
}

/// <summary>Makes answers.</summary>
internal static class Answer
{
    public static Answer<T> Of<T>(T value) => new(value);

    public static Answer<T> None<T>(string why) => new(why);
}

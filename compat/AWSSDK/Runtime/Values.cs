using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;

namespace Amazon.Runtime.Compat;

/// <summary>Scalars as AWS writes them: times, bytes, and values of a constant class.</summary>
internal static class Values
{
    private static readonly ConcurrentDictionary<Type, Func<string, object>> Constants = new();

    public static object Constant(Type type, string value) =>
        Constants.GetOrAdd(type, static type => typeof(ConstantClass)
            .GetMethod("FindValue", BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type)
            .CreateDelegate<Func<string, object>>())(value);

    public static DateTime FromSeconds(double seconds) =>
        DateTime.UnixEpoch.AddTicks((long)Math.Round((decimal)seconds * TimeSpan.TicksPerSecond / 10) * 10);

    public static DateTime FromMilliseconds(long milliseconds) => DateTime.UnixEpoch.AddMilliseconds(milliseconds);

    public static DateTime FromText(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    public static long ToMilliseconds(DateTime time) => (long)(time.ToUniversalTime() - DateTime.UnixEpoch).TotalMilliseconds;

    public static decimal ToSeconds(DateTime time) => ToMilliseconds(time) / 1000m;

    /// <summary>Whether a value of the type is one text in a form or in XML, and not made of members or items.</summary>
    public static bool IsScalar(Type type) =>
        type == typeof(string) || type == typeof(MemoryStream) || type.IsValueType || type.IsSubclassOf(typeof(ConstantClass));

    /// <summary>A text as a scalar of the given type; for forms and XML, where every value is a text.</summary>
    public static object FromText(string text, Type type) =>
        type == typeof(string) ? text
        : type == typeof(DateTime) ? FromText(text)
        : type == typeof(bool) ? bool.Parse(text)
        : type == typeof(MemoryStream) ? new MemoryStream(Convert.FromBase64String(text))
        : type.IsSubclassOf(typeof(ConstantClass)) ? Constant(type, text)
        : Convert.ChangeType(text, type, CultureInfo.InvariantCulture);

    /// <summary>The inverse of <see cref="FromText(string, Type)"/>.</summary>
    public static string ToText(object value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTime time => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        MemoryStream blob => Convert.ToBase64String(blob.ToArray()),
        ConstantClass constant => constant.Value,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}

namespace Amazon.Runtime.Compat;

/// <summary>The member's name on the wire, where it is not the property's.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WireNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>A time that travels as whole milliseconds since 1970.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EpochMillisecondsAttribute : Attribute;

/// <summary>The error's code on the wire, where it is not the exception's name.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ErrorCodeAttribute(string code) : Attribute
{
    public string Code { get; } = code;
}

/// <summary>What a collection is before anything is put into it: null, or empty with <see cref="AWSConfigs.InitializeCollections"/>.</summary>
internal static class Initial
{
    public static List<T>? List<T>() => AWSConfigs.InitializeCollections ? [] : null;

    public static Dictionary<TKey, TValue>? Dictionary<TKey, TValue>()
        where TKey : notnull =>
        AWSConfigs.InitializeCollections ? [] : null;
}

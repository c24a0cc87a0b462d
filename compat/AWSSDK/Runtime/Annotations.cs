namespace Amazon.Runtime.Compat;

/// <summary>The member's name on the wire, where it is not the property's.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WireNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>The method and path of a request, where a service does not take everything at its root. <c>{Name}</c> stands for the member of that name.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RouteAttribute(string method, string path) : Attribute
{
    public string Method { get; } = method;

    public string Path { get; } = path;
}

/// <summary>The member travels in the query of the address.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class InQueryAttribute : Attribute;

/// <summary>The member travels as a header.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class InHeaderAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>The member is the whole body, without an element around it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PayloadAttribute : Attribute;

/// <summary>The element around each item of a list, where it is not <c>member</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ItemNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>A call that is sent twice under one token takes effect once; whoever leaves the member out gets a token of the call's own.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IdempotencyTokenAttribute : Attribute;

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

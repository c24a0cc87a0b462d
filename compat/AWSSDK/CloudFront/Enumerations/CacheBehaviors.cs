using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.CloudFront;

public class EventType(string value) : ConstantClass(value)
{
    public static readonly EventType ViewerRequest = new("viewer-request");
    public static readonly EventType ViewerResponse = new("viewer-response");
    public static readonly EventType OriginRequest = new("origin-request");
    public static readonly EventType OriginResponse = new("origin-response");

    public static EventType FindValue(string value) => FindValue<EventType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator EventType?(string? value) => FindValue<EventType>(value);
}

public class ItemSelection(string value) : ConstantClass(value)
{
    public static readonly ItemSelection None = new("none");
    public static readonly ItemSelection Whitelist = new("whitelist");
    public static readonly ItemSelection All = new("all");

    public static ItemSelection FindValue(string value) => FindValue<ItemSelection>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ItemSelection?(string? value) => FindValue<ItemSelection>(value);
}

public class Method(string value) : ConstantClass(value)
{
    public static readonly Method GET = new("GET");
    public static readonly Method HEAD = new("HEAD");
    public static readonly Method POST = new("POST");
    public static readonly Method PUT = new("PUT");
    public static readonly Method PATCH = new("PATCH");
    public static readonly Method OPTIONS = new("OPTIONS");
    public static readonly Method DELETE = new("DELETE");

    public static Method FindValue(string value) => FindValue<Method>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator Method?(string? value) => FindValue<Method>(value);
}

public class ViewerProtocolPolicy(string value) : ConstantClass(value)
{
    public static readonly ViewerProtocolPolicy AllowAll = new("allow-all");
    public static readonly ViewerProtocolPolicy HttpsOnly = new("https-only");
    public static readonly ViewerProtocolPolicy RedirectToHttps = new("redirect-to-https");

    public static ViewerProtocolPolicy FindValue(string value) => FindValue<ViewerProtocolPolicy>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ViewerProtocolPolicy?(string? value) => FindValue<ViewerProtocolPolicy>(value);
}

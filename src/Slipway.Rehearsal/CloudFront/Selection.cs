using System.Text.Json.Serialization;
using System.Xml.Linq;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>Which headers, cookies or query strings a policy takes.</summary>
/// <param name="Kind">As AWS names it: none, whitelist, allExcept, all, allViewer, allViewerAndWhitelistCloudFront.</param>
internal sealed record Selection(string Kind, IReadOnlyList<string> Names)
{
    public static readonly Selection None = new("none", []);
    public static readonly Selection All = new("all", []);

    public static Selection Of(params string[] names) => new("whitelist", names);

    [JsonIgnore]
    public bool IsNone => Kind == "none";

    /// <summary>Whether it takes what a viewer sent under a name. Names of headers are compared without case by the caller's comparer.</summary>
    public bool Takes(string name, StringComparer comparer) => Kind switch
    {
        "none" => false,
        "whitelist" => Names.Contains(name, comparer),
        "allExcept" => !Names.Contains(name, comparer),
        _ => true,
    };

    /// <param name="config">Such as <c>&lt;HeadersConfig&gt;</c>.</param>
    /// <param name="kind">The element that tells the kind, such as HeaderBehavior.</param>
    /// <param name="list">The element with the names, such as Headers.</param>
    /// <exception cref="AwsError">The kind is none of <paramref name="valid"/>, or names are missing or too many.</exception>
    public static Selection Read(XElement? config, string kind, string list, params string[] valid)
    {
        var found = config.Required(kind);
        if (!valid.Contains(found))
            throw CloudFrontErrors.Argument($"The parameter {kind} is not valid: '{found}'; valid: {string.Join(", ", valid)}.");

        var names = config?.Element(list).Texts() ?? [];
        var wantsNames = found is "whitelist" or "allExcept" or "allViewerAndWhitelistCloudFront";
        return wantsNames == names.Count > 0
            ? new Selection(found, names)
            : throw CloudFrontErrors.Argument($"The parameter {list} must have items exactly when {kind} is whitelist or allExcept; it has {names.Count} for '{found}'.");
    }

    public XElement Show(string name, string kind, string list) => new(
        name, new XElement(kind, Kind), Names.Count == 0 ? null : CloudFrontXml.List(list, "Name", Names));
}

using System.Xml.Linq;

namespace Slipway.Rehearsal.S3;

/// <summary>Block Public Access of a bucket. All of it is on in a new bucket.</summary>
internal sealed record PublicAccessBlock(bool BlockPublicPolicy, bool RestrictPublicBuckets)
{
    public const string Document = "publicAccessBlock";

    private static readonly string[] Members = ["BlockPublicAcls", "IgnorePublicAcls", nameof(BlockPublicPolicy), nameof(RestrictPublicBuckets)];

    /// <summary>Adds what was left out of a document as not wanted, which is what that means.</summary>
    public static void Complete(XElement document)
    {
        foreach (var member in Members.Where(member => !document.All(member).Any()))
            document.Add(new XElement(document.Name.Namespace + member, "false"));
    }

    public static PublicAccessBlock Of(BucketSettings bucket)
    {
        var xml = bucket.Documents.GetValueOrDefault(Document) is { } text ? XElement.Parse(text) : null;
        return new PublicAccessBlock(Is(nameof(BlockPublicPolicy)), Is(nameof(RestrictPublicBuckets)));

        bool Is(string name) => xml?.Elements().Any(element => element.Name.LocalName == name && element.Value.Trim().Equals("true", StringComparison.OrdinalIgnoreCase)) == true;
    }
}

using System.Collections.Immutable;
using System.Xml.Linq;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>Operations on distributions and their tags.</summary>
internal static class DistributionOperations
{
    /// <summary>How long AWS takes until a change is at all of its edges.</summary>
    public static readonly TimeSpan Propagation = TimeSpan.FromMinutes(3);

    public static Reply Create(CloudFrontState state, RestCall call) => Create(state, call, call.RequiredBody, ImmutableSortedDictionary<string, string>.Empty);

    public static Reply CreateWithTags(CloudFrontState state, RestCall call) =>
        Create(state, call, call.RequiredBody.Element("DistributionConfig") ?? throw CloudFrontErrors.Wrong("MalformedXML", "DistributionConfig is missing."), ReadTags(call.RequiredBody.Element("Tags")));

    public static Reply Get(CloudFrontState state, RestCall call)
    {
        var found = state.Distribution(call.Id);
        return new(state, Show(state, found, call.Now), found.ETag);
    }

    public static Reply GetConfig(CloudFrontState state, RestCall call)
    {
        var found = state.Distribution(call.Id);
        return new(state, found.ReadConfig(), found.ETag);
    }

    public static Reply Update(CloudFrontState state, RestCall call)
    {
        var before = state.Distribution(call.Id);
        CloudFrontErrors.Match(call.IfMatch, before.ETag);
        var config = DistributionDefaults.Fill(call.RequiredBody);
        DistributionRules.Check(config, state);
        if (config.Required("CallerReference") != before.ReadConfig().Required("CallerReference"))
            throw CloudFrontErrors.Wrong("IllegalUpdate", "The update contains modifications that are not allowed: the CallerReference cannot be changed.");

        var changed = before with
        {
            Config = config.ToString(SaveOptions.DisableFormatting),
            Former = before.Served(call.Now),
            ETag = RestCall.NewETag(),
            Modified = call.Now,
            DeployedAt = call.Now + call.Time.Scaled(Propagation),
        };
        var next = state with { Distributions = state.Distributions.Replace(before, changed) };
        return new(next, Show(next, changed, call.Now), changed.ETag);
    }

    public static Reply Delete(CloudFrontState state, RestCall call)
    {
        var found = state.Distribution(call.Id);
        CloudFrontErrors.Match(call.IfMatch, found.ETag);
        if (found.ReadConfig().Flag("Enabled") || !found.IsDeployed(call.Now))
            throw CloudFrontErrors.Wrong("DistributionNotDisabled", "The distribution you are trying to delete has not been disabled, or the change is not deployed yet.");

        return Reply.Nothing(state with
        {
            Distributions = state.Distributions.Remove(found),
            Invalidations = state.Invalidations.RemoveAll(one => one.DistributionId == found.Id),
        });
    }

    public static Reply List(CloudFrontState state, RestCall call) =>
        new(state, RestPage.Of(call, "DistributionList", state.Distributions, one => one.Id, one => Summary(one, call.Now)));

    public static Reply Tag(CloudFrontState state, RestCall call)
    {
        var found = Tagged(state, call);
        var changed = found with { Tags = found.Tags.SetItems(ReadTags(call.RequiredBody)) };
        return Reply.Nothing(state with { Distributions = state.Distributions.Replace(found, changed) });
    }

    public static Reply Untag(CloudFrontState state, RestCall call)
    {
        var found = Tagged(state, call);
        var changed = found with { Tags = found.Tags.RemoveRange(call.RequiredBody.Texts()) };
        return Reply.Nothing(state with { Distributions = state.Distributions.Replace(found, changed) });
    }

    public static Reply ListTags(CloudFrontState state, RestCall call)
    {
        var tags = Tagged(state, call).Tags.Select(tag => new XElement("Tag", new XElement("Key", tag.Key), new XElement("Value", tag.Value)));
        return new(state, new XElement("Tags", new XElement("Items", tags)));
    }

    private static Reply Create(CloudFrontState state, RestCall call, XElement given, ImmutableSortedDictionary<string, string> tags)
    {
        var config = DistributionDefaults.Fill(given);
        DistributionRules.Check(config, state);
        if (state.Distributions.Exists(one => one.ReadConfig().Required("CallerReference") == config.Required("CallerReference")))
            throw CloudFrontErrors.Wrong("DistributionAlreadyExists", "The caller reference that you are using to create a distribution is associated with another distribution.");

        var id = RestCall.NewId('E');
        var created = new Distribution(
            id, call.Arn($"distribution/{id}"), config.ToString(SaveOptions.DisableFormatting), RestCall.NewETag(),
            call.Now, call.Now + call.Time.Scaled(Propagation), call.Port(), Former: null, tags);
        var next = state with { Distributions = state.Distributions.Add(created) };
        return Reply.Created(next, Show(next, created, call.Now), created.ETag, $"distribution/{id}");
    }

    private static XElement Show(CloudFrontState state, Distribution one, DateTimeOffset now) => new(
        "Distribution",
        new XElement("Id", one.Id),
        new XElement("ARN", one.Arn),
        new XElement("Status", one.IsDeployed(now) ? "Deployed" : "InProgress"),
        CloudFrontXml.Time("LastModifiedTime", one.Modified),
        new XElement("InProgressInvalidationBatches", state.Invalidations.Count(each => each.DistributionId == one.Id && each.CompletesAt > now)),
        new XElement("DomainName", one.DomainName),
        new XElement("ActiveTrustedSigners", new XElement("Enabled", false), new XElement("Quantity", 0)),
        new XElement("ActiveTrustedKeyGroups", new XElement("Enabled", false), new XElement("Quantity", 0)),
        one.ReadConfig());

    private static XElement Summary(Distribution one, DateTimeOffset now)
    {
        string[] shown =
        [
            "Aliases", "Origins", "OriginGroups", "DefaultCacheBehavior", "CacheBehaviors", "CustomErrorResponses", "Comment", "PriceClass",
            "Enabled", "ViewerCertificate", "Restrictions", "WebACLId", "HttpVersion", "IsIPV6Enabled", "Staging",
        ];
        var config = one.ReadConfig();
        return new XElement(
            "DistributionSummary",
            new XElement("Id", one.Id),
            new XElement("ARN", one.Arn),
            new XElement("ETag", one.ETag),
            new XElement("Status", one.IsDeployed(now) ? "Deployed" : "InProgress"),
            CloudFrontXml.Time("LastModifiedTime", one.Modified),
            new XElement("DomainName", one.DomainName),
            shown.Select(name => config.Element(name)));
    }

    private static Distribution Tagged(CloudFrontState state, RestCall call) =>
        state.Distributions.Find(one => one.Arn == call.Query("Resource")) ?? throw CloudFrontErrors.Missing("Resource", "resource");

    private static ImmutableSortedDictionary<string, string> ReadTags(XElement? tags) =>
        tags.Items().ToImmutableSortedDictionary(tag => tag.Required("Key"), tag => tag.Text("Value") ?? "", StringComparer.Ordinal);
}

using System.Xml.Linq;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>Operations on cache policies, AWS's own and an account's, and reads of AWS's origin request policies.</summary>
internal static class PolicyOperations
{
    public static Reply Create(CloudFrontState state, RestCall call)
    {
        var created = CachePolicy.Read($"{Guid.NewGuid()}", call.RequiredBody, call.Now);
        CheckName(state, created);
        return Reply.Created(state with { CachePolicies = state.CachePolicies.Add(created) }, Show(created), created.ETag, $"cache-policy/{created.Id}");
    }

    public static Reply Get(CloudFrontState state, RestCall call)
    {
        var found = state.CachePolicy(call.Id);
        return new(state, Show(found), found.ETag);
    }

    public static Reply GetConfig(CloudFrontState state, RestCall call)
    {
        var found = state.CachePolicy(call.Id);
        return new(state, found.ShowConfig(), found.ETag);
    }

    public static Reply Update(CloudFrontState state, RestCall call)
    {
        var before = Own(state, call, "IllegalUpdate");
        CloudFrontErrors.Match(call.IfMatch, before.ETag);
        var changed = CachePolicy.Read(before.Id, call.RequiredBody, call.Now);
        CheckName(state, changed);
        return new(state with { CachePolicies = state.CachePolicies.Replace(before, changed) }, Show(changed), changed.ETag);
    }

    public static Reply Delete(CloudFrontState state, RestCall call)
    {
        var found = Own(state, call, "IllegalDelete");
        CloudFrontErrors.Match(call.IfMatch, found.ETag);
        if (state.Distributions.Exists(one => one.Uses("CachePolicyId", found.Id, call.Now)))
            throw CloudFrontErrors.Wrong("CachePolicyInUse", "Cannot delete the cache policy because it is attached to one or more cache behaviors.");

        return Reply.Nothing(state with { CachePolicies = state.CachePolicies.Remove(found) });
    }

    public static Reply List(CloudFrontState state, RestCall call) => new(state, RestPage.Of(
        call, "CachePolicyList",
        ManagedPolicies.Cache.Where(_ => call.Query("Type") is not "custom").Concat(state.CachePolicies.Where(_ => call.Query("Type") is not "managed")),
        one => one.Id,
        one => new XElement("CachePolicySummary", new XElement("Type", ManagedPolicies.Cache.Contains(one) ? "managed" : "custom"), Show(one)),
        truncates: false));

    public static Reply GetOriginRequest(CloudFrontState state, RestCall call)
    {
        var found = ManagedPolicies.OriginRequest.FirstOrDefault(one => one.Id == call.Id) ?? throw CloudFrontErrors.Missing("OriginRequestPolicy", "origin request policy");
        return new(state, Show(found), ManagedPolicies.ETag);
    }

    public static Reply ListOriginRequest(CloudFrontState state, RestCall call) => new(state, RestPage.Of(
        call, "OriginRequestPolicyList",
        ManagedPolicies.OriginRequest.Where(_ => call.Query("Type") is not "custom"),
        one => one.Id,
        one => new XElement("OriginRequestPolicySummary", new XElement("Type", "managed"), Show(one)),
        truncates: false));

    private static CachePolicy Own(CloudFrontState state, RestCall call, string refusal) =>
        ManagedPolicies.Cache.Contains(state.CachePolicy(call.Id))
            ? throw CloudFrontErrors.Wrong(refusal, "You cannot change or delete a managed policy.")
            : state.CachePolicy(call.Id);

    private static void CheckName(CloudFrontState state, CachePolicy policy)
    {
        if (ManagedPolicies.Cache.Concat(state.CachePolicies).Any(one => one.Name == policy.Name && one.Id != policy.Id))
            throw CloudFrontErrors.Wrong("CachePolicyAlreadyExists", "A cache policy with this name already exists. You must provide a unique name.");
    }

    private static XElement Show(CachePolicy one) => new(
        "CachePolicy", new XElement("Id", one.Id), CloudFrontXml.Time("LastModifiedTime", one.Modified), one.ShowConfig());

    private static XElement Show(OriginRequestPolicy one) => new(
        "OriginRequestPolicy", new XElement("Id", one.Id), CloudFrontXml.Time("LastModifiedTime", ManagedPolicies.Cache[0].Modified), one.ShowConfig());
}

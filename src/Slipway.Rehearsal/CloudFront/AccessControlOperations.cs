using System.Xml.Linq;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>Operations on origin access controls: what lets a distribution, and nobody else, read a private bucket.</summary>
internal static class AccessControlOperations
{
    public static Reply Create(CloudFrontState state, RestCall call)
    {
        var created = Read(call.RequiredBody, RestCall.NewId('E'));
        if (state.AccessControls.Exists(one => one.Name == created.Name))
            throw CloudFrontErrors.Wrong("OriginAccessControlAlreadyExists", "An origin access control with the specified parameters already exists.");

        return Reply.Created(state with { AccessControls = state.AccessControls.Add(created) }, Show(created), created.ETag, $"origin-access-control/{created.Id}");
    }

    public static Reply Get(CloudFrontState state, RestCall call)
    {
        var found = state.AccessControl(call.Id);
        return new(state, Show(found), found.ETag);
    }

    public static Reply GetConfig(CloudFrontState state, RestCall call)
    {
        var found = state.AccessControl(call.Id);
        return new(state, ShowConfig(found), found.ETag);
    }

    public static Reply Update(CloudFrontState state, RestCall call)
    {
        var before = state.AccessControl(call.Id);
        CloudFrontErrors.Match(call.IfMatch, before.ETag);
        var changed = Read(call.RequiredBody, before.Id);
        return new(state with { AccessControls = state.AccessControls.Replace(before, changed) }, Show(changed), changed.ETag);
    }

    public static Reply Delete(CloudFrontState state, RestCall call)
    {
        var found = state.AccessControl(call.Id);
        CloudFrontErrors.Match(call.IfMatch, found.ETag);
        if (state.Distributions.Exists(one => one.Uses("OriginAccessControlId", found.Id, call.Now)))
            throw CloudFrontErrors.Wrong("OriginAccessControlInUse", "Cannot delete the origin access control because it's in use by one or more distributions.");

        return Reply.Nothing(state with { AccessControls = state.AccessControls.Remove(found) });
    }

    public static Reply List(CloudFrontState state, RestCall call) => new(state, RestPage.Of(
        call, "OriginAccessControlList", state.AccessControls, one => one.Id,
        one => new XElement("OriginAccessControlSummary", new XElement("Id", one.Id), ShowConfig(one).Elements())));

    private static OriginAccessControl Read(XElement config, string id)
    {
        var (signing, type) = (config.Required("SigningBehavior"), config.Required("OriginAccessControlOriginType"));
        if (config.Required("SigningProtocol") != "sigv4" || signing is not ("never" or "always" or "no-override"))
            throw CloudFrontErrors.Argument($"SigningProtocol must be sigv4, and SigningBehavior never, always or no-override; it is '{signing}'.");

        return type == "s3"
            ? new(id, RestCall.NewETag(), config.Required("Name"), config.Text("Description") ?? "", signing, type)
            : throw CloudFrontErrors.Argument($"The rehearsal cloud has origin access controls for s3 only, not '{type}'.");
    }

    private static XElement Show(OriginAccessControl one) => new("OriginAccessControl", new XElement("Id", one.Id), ShowConfig(one));

    private static XElement ShowConfig(OriginAccessControl one) => new(
        "OriginAccessControlConfig",
        new XElement("Name", one.Name),
        new XElement("Description", one.Description),
        new XElement("SigningProtocol", "sigv4"),
        new XElement("SigningBehavior", one.SigningBehavior),
        new XElement("OriginAccessControlOriginType", one.OriginType));
}

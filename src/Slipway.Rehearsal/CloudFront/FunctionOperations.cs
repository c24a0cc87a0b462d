using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>Operations on CloudFront Functions. What is written goes to DEVELOPMENT; viewers get LIVE.</summary>
internal static partial class FunctionOperations
{
    private const int LargestCode = 10 * 1024;

    public static Reply Create(CloudFrontState state, RestCall call)
    {
        var name = call.RequiredBody.Required("Name");
        if (!ValidName().IsMatch(name))
            throw CloudFrontErrors.Argument($"The name of a function has 1 to 64 letters, digits, '-' and '_'; it is '{name}'.");
        if (state.Functions.Exists(one => one.Name == name))
            throw CloudFrontErrors.Wrong("FunctionAlreadyExists", "A function with the same name already exists in this account.");

        var created = new EdgeFunction(name, call.Arn($"function/{name}"), call.Now, ReadStage(call), Live: null);
        return Reply.Created(
            state with { Functions = state.Functions.Add(created) }, Show(state, created, "DEVELOPMENT", call.Now), created.Development.ETag, $"function/{name}");
    }

    public static Reply Update(CloudFrontState state, RestCall call)
    {
        var before = state.Function(call.Route["Name"]);
        CloudFrontErrors.Match(call.IfMatch, before.Development.ETag);
        var changed = before with { Development = ReadStage(call) };
        return new(state with { Functions = state.Functions.Replace(before, changed) }, Show(state, changed, "DEVELOPMENT", call.Now), changed.Development.ETag);
    }

    public static Reply Describe(CloudFrontState state, RestCall call)
    {
        var found = state.Function(call.Route["Name"]);
        return new(state, Show(state, found, call.Query("Stage"), call.Now), found.Stage(call.Query("Stage")).ETag);
    }

    /// <summary>The code, as it was sent.</summary>
    public static Reply Get(CloudFrontState state, RestCall call)
    {
        var stage = state.Function(call.Route["Name"]).Stage(call.Query("Stage"));
        return new(state, ETag: stage.ETag, Raw: Encoding.UTF8.GetBytes(stage.Code));
    }

    public static Reply Publish(CloudFrontState state, RestCall call)
    {
        var before = state.Function(call.Route["Name"]);
        CloudFrontErrors.Match(call.IfMatch, before.Development.ETag);
        var changed = before with { Live = before.Development with { Modified = call.Now } };
        return new(state with { Functions = state.Functions.Replace(before, changed) }, Show(state, changed, "LIVE", call.Now), changed.Development.ETag);
    }

    public static Reply Delete(CloudFrontState state, RestCall call)
    {
        var found = state.Function(call.Route["Name"]);
        CloudFrontErrors.Match(call.IfMatch, found.Development.ETag);
        if (UsersOf(state, found, call.Now).Any())
            throw CloudFrontErrors.Wrong("FunctionInUse", "Cannot delete the function because it's attached to one or more cache behaviors.");

        return Reply.Nothing(state with { Functions = state.Functions.Remove(found) });
    }

    public static Reply List(CloudFrontState state, RestCall call)
    {
        var stage = call.Query("Stage");
        var shown = stage == "LIVE" ? state.Functions.FindAll(one => one.Live is not null) : state.Functions;
        return new(state, RestPage.Of(call, "FunctionList", shown, one => one.Name, one => Show(state, one, stage, call.Now), truncates: false));
    }

    /// <param name="stage">DEVELOPMENT, LIVE, or null: DEVELOPMENT.</param>
    public static XElement Show(CloudFrontState state, EdgeFunction function, string? stage, DateTimeOffset now)
    {
        var shown = function.Stage(stage);
        return new XElement(
            "FunctionSummary",
            new XElement("Name", function.Name),
            new XElement("Status", stage != "LIVE" ? "UNPUBLISHED" : UsersOf(state, function, now).Any(one => !one.IsDeployed(now)) ? "IN_PROGRESS" : UsersOf(state, function, now).Any() ? "DEPLOYED" : "UNASSOCIATED"),
            new XElement("FunctionConfig", new XElement("Comment", shown.Comment), new XElement("Runtime", shown.Runtime)),
            new XElement(
                "FunctionMetadata",
                new XElement("FunctionARN", function.Arn), new XElement("Stage", stage ?? "DEVELOPMENT"),
                CloudFrontXml.Time("CreatedTime", function.Created), CloudFrontXml.Time("LastModifiedTime", shown.Modified)));
    }

    private static IEnumerable<Distribution> UsersOf(CloudFrontState state, EdgeFunction function, DateTimeOffset now) =>
        state.Distributions.Where(one => one.Uses("FunctionARN", function.Arn, now));

    private static FunctionStage ReadStage(RestCall call)
    {
        var config = call.RequiredBody.Element("FunctionConfig");
        var runtime = config.Required("Runtime");
        if (runtime is not ("cloudfront-js-1.0" or "cloudfront-js-2.0"))
            throw CloudFrontErrors.Argument($"The parameter Runtime is not valid: '{runtime}'; valid: cloudfront-js-1.0, cloudfront-js-2.0.");
        if (config?.Element("KeyValueStoreAssociations").Items().Any() == true)
            throw CloudFrontErrors.Wrong("UnsupportedOperation", "The rehearsal cloud has no key value stores.");

        var code = new byte[call.RequiredBody.Required("FunctionCode").Length];
        if (!Convert.TryFromBase64String(call.RequiredBody.Required("FunctionCode"), code, out var length))
            throw CloudFrontErrors.Argument("The parameter FunctionCode is not Base64.");

        return length <= LargestCode
            ? new(RestCall.NewId('E'), config.Text("Comment") ?? "", runtime, Encoding.UTF8.GetString(code, 0, length), call.Now)
            : throw CloudFrontErrors.Wrong("FunctionSizeLimitExceeded", $"The function exceeds the maximum size of {LargestCode} bytes: {length}.");
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9_-]{1,64}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValidName();
}

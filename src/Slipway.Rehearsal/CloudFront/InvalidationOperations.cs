using System.Xml.Linq;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>Operations on invalidations.</summary>
internal static class InvalidationOperations
{
    /// <summary>How long AWS takes: from some ten seconds to a minute.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    private const int MostPaths = 3000;
    private const int MostWildcards = 15;
    private const int LongestPath = 4000;

    /// <summary>A caller reference that was used before with the same paths gives that very invalidation again.</summary>
    public static Reply Create(CloudFrontState state, RestCall call)
    {
        var distribution = state.Distribution(call.Route["DistributionId"]);
        var reference = call.RequiredBody.Required("CallerReference");
        var paths = ReadPaths(call.RequiredBody.Element("Paths"));

        var ours = state.Invalidations.FindAll(one => one.DistributionId == distribution.Id);
        if (ours.Find(one => one.CallerReference == reference) is { } before)
        {
            return before.Paths.SequenceEqual(paths)
                ? Shown(state, before, call)
                : throw CloudFrontErrors.Argument("Your request contains a caller reference that was used for a previous invalidation batch for the same distribution.");
        }

        var running = ours.Where(one => one.CompletesAt > call.Now).SelectMany(one => one.Paths).Concat(paths).ToList();
        if (running.Count(path => !IsWildcard(path)) > MostPaths || running.Count(IsWildcard) > MostWildcards)
            throw CloudFrontErrors.Wrong("TooManyInvalidationsInProgress", $"Processing your request will cause you to exceed the maximum number of in-progress invalidations: {MostPaths} paths, and {MostWildcards} with a wildcard.");

        var created = new Invalidation(RestCall.NewId('I', 25), distribution.Id, reference, paths, call.Now, call.Now + call.Time.Scaled(Duration));
        return Shown(state with { Invalidations = state.Invalidations.Add(created) }, created, call);
    }

    public static Reply Get(CloudFrontState state, RestCall call)
    {
        var distribution = state.Distribution(call.Route["DistributionId"]);
        var found = state.Invalidations.Find(one => one.Id == call.Id && one.DistributionId == distribution.Id)
            ?? throw CloudFrontErrors.Missing("Invalidation", "invalidation");
        return new(state, Show(found, call.Now));
    }

    /// <summary>The newest come first.</summary>
    public static Reply List(CloudFrontState state, RestCall call)
    {
        var distribution = state.Distribution(call.Route["DistributionId"]);
        var newest = state.Invalidations.FindAll(one => one.DistributionId == distribution.Id).Reverse();
        return new(state, RestPage.Of(call, "InvalidationList", newest, one => one.Id, one => new XElement(
            "InvalidationSummary", new XElement("Id", one.Id), CloudFrontXml.Time("CreateTime", one.Created), new XElement("Status", one.Status(call.Now)))));
    }

    private static IReadOnlyList<string> ReadPaths(XElement? list)
    {
        var paths = list.Texts();
        if (list.Whole("Quantity") != paths.Count)
            throw CloudFrontErrors.Wrong("InconsistentQuantities", "The value of Quantity and the size of Items don't match.");

        if (paths.Count > MostPaths)
            throw CloudFrontErrors.Wrong("BatchTooLarge", $"Invalidation batch specified is too large: {paths.Count} paths, at most {MostPaths}.");

        return paths.Count > 0 && paths.All(IsValid)
            ? paths
            : throw CloudFrontErrors.Argument($"Your request contains one or more invalid invalidation paths: {paths.FirstOrDefault(path => !IsValid(path)) ?? "there are none"}");
    }

    private static bool IsValid(string path) =>
        path.StartsWith('/') && path.Length <= LongestPath && path.IndexOf('*', StringComparison.Ordinal) is var star && (star < 0 || star == path.Length - 1);

    private static bool IsWildcard(string path) => path.EndsWith('*');

    private static Reply Shown(CloudFrontState state, Invalidation one, RestCall call) =>
        Reply.Created(state, Show(one, call.Now), null, $"distribution/{one.DistributionId}/invalidation/{one.Id}");

    private static XElement Show(Invalidation one, DateTimeOffset now) => new(
        "Invalidation",
        new XElement("Id", one.Id),
        new XElement("Status", one.Status(now)),
        CloudFrontXml.Time("CreateTime", one.Created),
        new XElement("InvalidationBatch", CloudFrontXml.List("Paths", "Path", one.Paths), new XElement("CallerReference", one.CallerReference)));
}

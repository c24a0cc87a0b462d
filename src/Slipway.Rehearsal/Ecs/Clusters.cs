using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

internal sealed partial class Clusters(EcsState state)
{
    private static readonly string[] Kept = ["settings", "configuration", "capacityProviders", "defaultCapacityProviderStrategy", "serviceConnectDefaults"];

    /// <summary>Creates a cluster, or answers the one of that name as it is.</summary>
    public JsonObject Create(JsonObject input, Caller caller)
    {
        var name = input.OptionalString("clusterName") ?? "default";
        if (!NamePattern().IsMatch(name))
            throw EcsRefusals.Invalid("Invalid cluster name: " + name);

        var arn = EcsArns.Cluster(caller, name);
        var cluster = state.Clusters.FirstOrDefault(one => one.Arn == arn);
        if (cluster is null)
        {
            var settings = new JsonObject();
            foreach (var member in Kept.Where(input.Has))
                settings[member] = input[member]!.DeepClone();

            cluster = new Cluster { Arn = arn, Name = name, Settings = settings, Tags = EcsRefusals.ReadTags(input) };
            state.Clusters.Add(cluster);
        }

        return new JsonObject { ["cluster"] = EcsJson.Cluster(cluster, state, ["TAGS", "SETTINGS", "CONFIGURATIONS"]) };
    }

    public JsonObject Describe(JsonObject input, Caller caller)
    {
        var names = input.Has("clusters") ? input.Strings("clusters") : ["default"];
        var include = input.Strings("include");
        var clusters = new JsonArray();
        var failures = new JsonArray();

        foreach (var arn in names.Select(name => EcsArns.Cluster(caller, name)))
        {
            if (state.Clusters.FirstOrDefault(one => one.Arn == arn) is { } cluster)
                clusters.Add(EcsJson.Cluster(cluster, state, include));
            else
                failures.Add(EcsRefusals.Failure(arn));
        }

        return new JsonObject { ["clusters"] = clusters, ["failures"] = failures };
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,255}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();
}

using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.Ecr;

/// <summary>
/// The scanning configuration of each account's registry, which holds for repositories by their names beside their own settings. Kept and told; nothing is scanned here.
/// </summary>
internal sealed class RegistryScanning(IStateStore state)
{
    private const string Document = "ecr-scanning";

    private static readonly string[] Types = ["BASIC", "ENHANCED"];
    private static readonly string[] Frequencies = ["SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL"];

    private readonly Lock _gate = new();
    private readonly JsonObject _all = state.Load(Document, document => document.DeepClone().AsObject()) ?? [];

    public JsonObject Get(Caller caller)
    {
        lock (_gate)
            return new JsonObject { ["registryId"] = caller.Account, ["scanningConfiguration"] = Of(caller) };
    }

    public JsonObject Put(JsonObject input, Caller caller)
    {
        var type = input.OptionalChoice("scanType", Types) ?? "BASIC";
        var rules = new JsonArray([.. input.Objects("rules").Select(rule => Rule(rule, type))]);
        lock (_gate)
        {
            _all[Key(caller)] = new JsonObject { ["scanType"] = type, ["rules"] = rules };
            state.Save(Document, _all);
            return new JsonObject { ["registryScanningConfiguration"] = Of(caller) };
        }
    }

    private JsonObject Of(Caller caller) =>
        _all[Key(caller)]?.DeepClone().AsObject() ?? new JsonObject { ["scanType"] = "BASIC", ["rules"] = new JsonArray() };

    private static string Key(Caller caller) => $"{caller.Account}/{caller.Region}";

    private static JsonObject Rule(JsonObject rule, string type)
    {
        var frequency = rule.OptionalChoice("scanFrequency", Frequencies) ?? throw Invalid("a rule needs a scanFrequency");
        if (frequency == "CONTINUOUS_SCAN" && type == "BASIC")
            throw Invalid("CONTINUOUS_SCAN needs the scan type ENHANCED");

        var filters = rule.Objects("repositoryFilters");
        if (filters.Count == 0)
            throw Invalid("a rule needs repositoryFilters");

        return new JsonObject
        {
            ["scanFrequency"] = frequency,
            ["repositoryFilters"] = new JsonArray([.. filters.Select(filter => new JsonObject { ["filter"] = filter.RequiredString("filter"), ["filterType"] = "WILDCARD" })]),
        };
    }

    private static AwsError Invalid(string reason) => new("InvalidParameterException", $"Invalid parameter at 'rules' failed to satisfy constraint: '{reason}'");
}

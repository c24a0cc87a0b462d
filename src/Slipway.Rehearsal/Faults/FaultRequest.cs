using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Slipway.Rehearsal.Faults;

/// <summary>Reads a list of faults.</summary>
/// <param name="services">The signing names of the services that there are.</param>
internal sealed partial class FaultRequest(IReadOnlyList<string> services)
{
    private const int LongestSeconds = 86_400;
    private const int LongestMilliseconds = 600_000;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly string[] OfAll = ["kind", "skip", "count", "seconds", "probability", "seed"];
    private static readonly string[] OfTasks = ["service", "image", "family", "taskDefinition"];

    /// <summary>A killed task must have been seen to be healthy before, which takes the scheduler a moment.</summary>
    private static readonly TimeSpan FlapAfter = TimeSpan.FromSeconds(10);

    private static readonly IReadOnlyList<Kind> Kinds =
    [
        new("throttle", HitsTasks: false, null, _ => new Harm.Throttle()),
        new("error", HitsTasks: false, null, _ => new Harm.Failure()),
        new("reset", HitsTasks: false, "when", input => new Harm.Reset(Late: input.Choice("when", "before", "after") == "after")),
        new("delay", HitsTasks: false, "milliseconds", input => new Harm.Delay(Milliseconds(input))),
        new("deny", HitsTasks: false, null, _ => new Harm.Denial()),
        new("crash", HitsTasks: true, "after", input => new Harm.Crash(Seconds(input, "after", aboveZero: false) ?? TimeSpan.Zero)),
        new("flap", HitsTasks: true, "after", input => new Harm.Flap(Seconds(input, "after", aboveZero: false) ?? FlapAfter)),
        new("unhealthy", HitsTasks: true, null, _ => new Harm.Unhealthy()),
        new("slow", HitsTasks: true, "milliseconds", input => new Harm.Slow(Milliseconds(input))),
        new("errors", HitsTasks: true, null, _ => new Harm.Errors()),
        new("slow-start", HitsTasks: true, "after", input => new Harm.SlowStart(StartsAfter(input))),
    ];

    /// <exception cref="DeployException">Usage: everything that is wrong with the list.</exception>
    public IReadOnlyList<Fault> Parse(string body)
    {
        var wrong = new List<string>();
        var faults = Json(body).Select((fault, index) => Read(fault, $"fault {index + 1}", wrong)).ToList();
        return wrong.Count == 0
            ? [.. faults.OfType<Fault>()]
            : throw new DeployException(
                $"""
                 The faults were not switched; those of before are on as they were.
                   {string.Join("\n  ", wrong)}
                 """,
                Verdict.Usage);
    }

    private Fault? Read(JsonNode? node, string where, List<string> wrong)
    {
        if (node is not JsonObject asked)
        {
            wrong.Add($"{where}: it must be an object, found {node?.ToJsonString() ?? "null"}");
            return null;
        }

        var input = new FaultInput(asked, where, wrong);
        input.Required("kind");
        if (input.Choice("kind", [.. Kinds.Select(one => one.Name)]) is not { } name)
            return null;

        var kind = Kinds.Single(one => one.Name == name);
        input.Only(name, [.. kind.HitsTasks ? OfTasks : ["operation"], .. OfAll, .. kind.Member is null ? [] : new[] { kind.Member }]);
        return new Fault(kind.HitsTasks ? Tasks(input) : Calls(input), kind.Read(input), ReadDose(input), asked.DeepClone().AsObject());
    }

    private Place.Calls Calls(FaultInput input)
    {
        input.Required("operation");
        return new Place.Calls(input.Text(
            "operation",
            $"* or a service and an operation, such as ecs:UpdateService or ecs:Describe*, of the services {string.Join(", ", services.Order(StringComparer.Ordinal))}",
            text => Pattern().IsMatch(text) && (text == "*" || services.Contains(text.Split(':')[0], StringComparer.Ordinal))) ?? "");
    }

    private static Place.Tasks Tasks(FaultInput input)
    {
        if (!OfTasks.Any(input.Has))
            input.Wrong($"it must name the tasks that it hits, by {string.Join(", ", OfTasks)}");

        return new Place.Tasks(
            input.Text("service"), input.Text("image"), input.Text("family"),
            input.Text("taskDefinition", "a family and a revision, such as web:7", Revision().IsMatch));
    }

    private static Dose ReadDose(FaultInput input) => new(
        input.Whole("skip", 0, int.MaxValue) ?? 0,
        input.Whole("count", 1, int.MaxValue),
        Seconds(input, "seconds", aboveZero: true),
        input.Real("probability", 1, aboveZero: true) ?? 1,
        input.Whole("seed", int.MinValue, int.MaxValue));

    private static TimeSpan? Seconds(FaultInput input, string member, bool aboveZero) =>
        input.Real(member, LongestSeconds, aboveZero) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static TimeSpan StartsAfter(FaultInput input)
    {
        input.Required("after");
        return Seconds(input, "after", aboveZero: true) ?? TimeSpan.Zero;
    }

    private static TimeSpan Milliseconds(FaultInput input)
    {
        input.Required("milliseconds");
        return TimeSpan.FromMilliseconds(input.Whole("milliseconds", 1, LongestMilliseconds) ?? 0);
    }

    private static JsonArray Json(string body)
    {
        try
        {
            return JsonNode.Parse(body, documentOptions: Strict) as JsonArray ?? throw new JsonException("It is no list.");
        }
        catch (JsonException exception)
        {
            throw new DeployException(
                $$"""
                 The body of the request is not a JSON list; the faults of before are on as they were.
                   reason  {{exception.Message}}
                   try     [{"operation": "ecs:UpdateService", "kind": "throttle", "count": 3}]
                 """,
                Verdict.Usage, exception);
        }
    }

    [GeneratedRegex(@"^(\*|[a-z0-9]+:[A-Za-z0-9*]+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();

    [GeneratedRegex("^[A-Za-z0-9_-]{1,255}:[1-9][0-9]{0,8}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Revision();

    /// <param name="Member">The one that this kind has beside those of all.</param>
    private sealed record Kind(string Name, bool HitsTasks, string? Member, Func<FaultInput, Harm> Read);
}

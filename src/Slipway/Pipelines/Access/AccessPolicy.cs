using System.Text.Json.Nodes;

namespace Slipway.Pipelines.Access;

/// <summary>What a role may do: a statement for each kind of resource.</summary>
/// <param name="Role">ARN of the role.</param>
/// <param name="Targets">What it is taken for.</param>
internal sealed record AccessPolicy(string Role, AccessTarget Targets, AccessPlaces Places, IReadOnlyList<AccessStatement> Statements)
{
    // Of all policies that are written into one role, without white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    private const int Largest = 10_240;

    /// <summary>
    /// What targets need and nothing else. Where there are so many services that a role does not hold all their names, one pattern covers them: all names of
    /// an application begin alike.
    /// </summary>
    /// <param name="role">ARN of the role that gets it.</param>
    public static AccessPolicy Of(string role, AccessTarget targets, Application application, DeployEnvironment environment)
    {
        var exact = Of(role, targets, new AccessPlaces(application, environment));
        return exact.Document.ToJsonString().Length <= Largest ? exact : Of(role, targets, exact.Places with { IsExact = false });
    }

    /// <summary>As IAM takes it, but for the parameters in it, which stand there as <c>${Name}</c>.</summary>
    public JsonObject Document => new()
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray([.. Statements.Select(statement => statement.Json)]),
    };

    /// <summary>The parameters that it names.</summary>
    public IReadOnlyList<AccessParameter> Parameters =>
        [.. Places.Parameters.Where(parameter => Statements.Any(statement => statement.Texts.Any(text => text.Contains(parameter.Reference, StringComparison.Ordinal))))];

    private static AccessPolicy Of(string role, AccessTarget targets, AccessPlaces places) => new(
        role, targets, places, places.Environment.AssumeRole is { } other ? [AccessStatement.Assume(other)] : [.. Needed(targets, places).Select(place => AccessStatement.Of(place, places, role))]);

    private static IEnumerable<IGrouping<AccessPlace, string>> Needed(AccessTarget targets, AccessPlaces places) =>
        from row in AccessTable.Rows
        where (row.For & targets) != AccessTarget.None && row.If(places)
        from action in row.Actions
        group action by row.On;
}

/// <summary>One statement: actions that are allowed on resources.</summary>
internal sealed record AccessStatement(string Name, IReadOnlyList<string> Actions, IReadOnlyList<string> Resources, AccessCondition? Condition)
{
    public static AccessStatement Of(IGrouping<AccessPlace, string> needed, AccessPlaces places, string role) => new(
        needed.Key.Name, [.. needed.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], needed.Key.Resources(places, role), needed.Key.Condition?.Invoke(places));

    /// <summary>Where the build takes another role by itself, that one needs the rest.</summary>
    public static AccessStatement Assume(string role) => new("RoleOfTheEnvironment", ["sts:AssumeRole"], [role], Condition: null);

    /// <summary>Everything that may name a parameter.</summary>
    public IEnumerable<string> Texts => [.. Resources, .. Condition?.Values ?? []];

    public JsonObject Json
    {
        get
        {
            var statement = new JsonObject
            {
                ["Sid"] = Name,
                ["Effect"] = "Allow",
                ["Action"] = List(Actions),
                ["Resource"] = List(Resources),
            };
            if (Condition is { } condition)
                statement[nameof(Condition)] = new JsonObject { [condition.Operator] = new JsonObject { [condition.Key] = List(condition.Values) } };

            return statement;
        }
    }

    private static JsonNode List(IReadOnlyList<string> values) => values is [var one] ? one : new JsonArray([.. values.Select(value => (JsonNode)value)]);
}

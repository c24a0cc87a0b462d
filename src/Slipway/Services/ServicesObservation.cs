using System.Text.Json.Nodes;
using Slipway.Services.Pair;

namespace Slipway.Services;

/// <summary>What a plan for services is decided from.</summary>
/// <param name="Services">By the definition's name; a service that does not exist is absent.</param>
/// <param name="LogGroups">Retention in days by name; null: for ever.</param>
/// <param name="Secrets">Full ARN by name; a secret that does not exist is absent.</param>
internal sealed record ServicesObservation(
    IReadOnlyDictionary<string, ObservedService> Services,
    IReadOnlyDictionary<string, int?> LogGroups,
    IReadOnlyDictionary<string, string> Secrets)
{
    /// <summary>The newest revision of a family whose service runs another one, or does not exist, by the definition's name.</summary>
    public IReadOnlyDictionary<string, TaskDefinitionRevision> Newest { get; init; } = new Dictionary<string, TaskDefinitionRevision>();

    /// <summary>Services that are pairs, by the definition's name; <see cref="Services"/> has none of them.</summary>
    public IReadOnlyDictionary<string, PairObservation> Pairs { get; init; } = new Dictionary<string, PairObservation>();

    /// <summary>Every ECS service, both of each pair.</summary>
    public IEnumerable<ObservedService> All => Services.Values.Concat(Pairs.Values.SelectMany(pair => new[] { pair.Blue, pair.Green }).OfType<ObservedService>());

    /// <summary>The live side of pairs as the ledger has it, by the definition's name; what it does not know is absent.</summary>
    public IReadOnlyDictionary<string, PairSide> LiveSides { get; init; } = new Dictionary<string, PairSide>();
}

/// <param name="Running">The task definition that the service is set to; null: it was deleted.</param>
internal sealed record ObservedService(ServiceSnapshot Snapshot, TaskDefinitionRevision? Running);

internal sealed record TaskDefinitionRevision(string Arn, JsonObject Content);

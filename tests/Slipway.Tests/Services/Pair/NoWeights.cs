using Slipway.Traffic;

namespace Slipway.Tests.Services.Pair;

/// <summary>For tests without a pair.</summary>
internal sealed class NoWeights : IWeights
{
    public Task<IReadOnlyDictionary<string, TrafficRule>> Read(IReadOnlyCollection<string> rules, CancellationToken ct) =>
        throw new InvalidOperationException($"Weights of {string.Join(", ", rules)} are read, and no service is a pair.");

    public Task<WeightsWritten> Write(string rule, IReadOnlyList<GroupWeight> from, IReadOnlyList<GroupWeight> to, CancellationToken ct) =>
        throw new InvalidOperationException($"Weights of {rule} are written, and no service is a pair.");
}

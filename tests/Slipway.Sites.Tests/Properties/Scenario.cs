using FsCheck;
using FsCheck.Fluent;

namespace Slipway.Publishing.Properties;

/// <summary>What happens to a site.</summary>
internal abstract record Step
{
    private Step()
    {
    }

    /// <summary>Where the run ends as if it was killed, as a part of its calls; null: it does not.</summary>
    public double? Killed { get; init; }

    /// <summary>Whether the call at which it ends still has its effect.</summary>
    public bool AfterEffect { get; init; }

    /// <summary>Whether CloudFront refuses invalidations.</summary>
    public bool Stale { get; init; }

    /// <summary>Publishes a build.</summary>
    public sealed record Ship(Tree Tree) : Step;

    /// <summary>Goes back to one of the releases that were completed, counted modulo their number; where there is none, nothing is done.</summary>
    public sealed record Return(int To) : Step;
}

/// <summary>A history of a site: runs that are killed or lose their invalidation, and a last one to which nothing happens.</summary>
/// <param name="Kms">Whether ETags tell nothing of contents.</param>
/// <param name="Foreign">How many of <see cref="ForeignKeys"/> are there.</param>
/// <param name="Home">Where in the bucket the site lives, and which of its folders the distribution leads to.</param>
internal sealed record Scenario(IReadOnlyList<Step> Before, Step Last, bool Kms, int Foreign, (string Prefix, string OriginPath) Home)
{
    /// <summary>What somebody else has in the bucket.</summary>
    public static readonly IReadOnlyList<string> ForeignKeys = ["other/index.html", "app/keep.txt", "apple/index.html", "app/assets/theirs.js"];

    private static readonly Gen<bool> Coin = Gen.Elements(false, true);

    private static readonly Gen<Tree> Trees =
        from contents in Gen.ArrayOf(Gen.Frequency((3, Gen.Choose(1, 2)), (1, Gen.Constant(0)), (1, Gen.Constant(3))), Tree.Names.Count)
        from chunks in Gen.Choose(0, 7)
        from edge in Gen.Choose(1, 2)
        from announcing in Gen.Choose(0, Tree.Variants - 1)
        select new Tree([Math.Max(1, contents[0]), .. contents.Skip(1)], chunks, edge, announcing);

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (4, from tree in Trees select (Step)new Step.Ship(tree)),
        (1, from to in Gen.Choose(0, 3) select (Step)new Step.Return(to)));

    private static readonly Gen<Step> Harmed =
        from step in Steps
        from killed in Gen.Frequency((3, Gen.Choose(0, 99).Select(percent => (double?)percent / 100)), (2, Gen.Constant((double?)null)))
        from after in Coin
        from stale in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        select step with { Killed = killed, AfterEffect = after, Stale = stale };

    private static readonly Gen<Scenario> All =
        from count in Gen.Choose(1, 4)
        from before in Gen.ArrayOf(Harmed, count)
        from last in Steps
        from kms in Coin
        from foreign in Gen.Choose(0, ForeignKeys.Count)
        from home in Gen.Elements(("", ""), ("", ""), ("app", ""), ("app", "/app"))
        select new Scenario(before, last, kms, foreign, home);

    /// <summary>The same ones for the same seed.</summary>
    public static IReadOnlyList<Scenario> Sample(int seed, int count) => [.. Gen.Sample(All, numberOfSamples: count, new Rnd((ulong)(uint)seed), 50)];

    /// <summary>Builds of which the second is to follow the first; the same ones for the same seed.</summary>
    public static IReadOnlyList<Tree[]> Pairs(int seed, int count) => [.. Gen.Sample(Gen.ArrayOf(Trees, 2), numberOfSamples: count, new Rnd((ulong)(uint)seed), 50)];

    public override string ToString() =>
        $"{string.Join('\n', Before.Append(Last).Select(step => $"  {Told(step)}"))}\n  kms {Kms}, foreign {Foreign}, home {Home}";

    private static string Told(Step step) =>
        $"{(step is Step.Ship ship ? $"ship {ship.Tree}" : $"return {((Step.Return)step).To}")}"
        + $"{(step.Killed is { } part ? $", killed at {part:P0}{(step.AfterEffect ? " after its effect" : "")}" : "")}{(step.Stale ? ", no invalidation" : "")}";
}

namespace Slipway.Rollouts;

/// <summary>One play: the first version is live and visited, the second is deployed, and something may happen meanwhile.</summary>
internal sealed record Scenario(string Strategy, ShopVersion Second)
{
    /// <summary>Null: that of <see cref="Strategies.Of(string)"/>.</summary>
    public Rollout? Rollout { get; init; }

    /// <summary>What happens before the second deploy begins.</summary>
    public Func<Stage, CancellationToken, Task> Before { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>What happens while the second deploy is under way. Cancelled when it ends.</summary>
    public Func<Stage, Told, CancellationToken, Task> Meanwhile { get; init; } = (_, _, _) => Task.CompletedTask;

    /// <summary>How the second deploy reaches the cloud; null: directly.</summary>
    public Wire? Wire { get; init; }

    /// <summary>What the second deploy takes for SIGTERM; null: there is none.</summary>
    public CancellationToken? Signal { get; init; }

    /// <summary>Plays it on an empty stage and gives what came of it.</summary>
    public async Task<Ending> Play(Stage stage, CancellationToken ct)
    {
        var rollout = Rollout ?? Strategies.Of(Strategy);
        await stage.Commit(new ShopVersion("one"), ct);
        var first = await stage.Deploy(Strategies.Of(Strategy), ct);
        Assert.True(first.Verdict == Verdict.Deployed, first.Text);

        await stage.Commit(Second, ct);
        await Before(stage, ct);
        await using var visitors = stage.Visit(first.Url);
        await Seen(visitors, ct);

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var told = new Told();
        var meanwhile = Meanwhile(stage, told, ended.Token);
        var second = await stage.Run(Shop.With(rollout), (release, token) => release.Deploy(token), Signal ?? ct, output: told, way: Wire?.Address);
        await ended.CancelAsync();
        await meanwhile.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.True(meanwhile.IsCompletedSuccessfully || meanwhile.IsCanceled, $"{meanwhile.Exception}");

        await visitors.Stop();
        return new Ending(second with { First = first.Url }, await stage.Answering(first.Url, ct), await stage.Weights(ct), [.. visitors.Failed]);
    }

    private static async Task Seen(Visitors visitors, CancellationToken ct)
    {
        while (visitors.Share("one") < 1)
            await Task.Delay(20, ct);
    }
}

/// <param name="Answering">The versions that answer afterwards, by share of a hundred requests.</param>
/// <param name="Failed">Requests of the whole play that were not answered with 200.</param>
internal sealed record Ending(
    Outcome Outcome, IReadOnlyDictionary<string, int> Answering, IReadOnlyDictionary<string, int> Weights, IReadOnlyList<(string Version, int Status)> Failed)
{
    /// <summary>Verdict and exit code, who is live, and that one target group has all the weight.</summary>
    public void Is(Verdict verdict, string live)
    {
        Assert.True(Outcome.Verdict == verdict, $"{Outcome.Verdict}, not {verdict}:\n{Outcome.Text}");
        Assert.True(Answering.Count == 1 && Answering.ContainsKey(live), $"{string.Join(", ", Answering)} answer, not {live}:\n{Outcome.Text}");
        Assert.True(Weights.Values.Count(weight => weight > 0) == 1, $"{string.Join(", ", Weights)}:\n{Outcome.Text}");
    }
}

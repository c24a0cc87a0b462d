using ChatLoad;

namespace Slipway.EndToEnd;

/// <summary>
/// People chat and ask while the traffic moves from one version to the next, and back: no request fails, everybody hears everything whichever
/// version serves them, and the shift closes nobody's connection.
/// </summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ShiftTests
{
    public const string Name = "shifts";

    /// <summary>What canary-chat promises its audience.</summary>
    private const double RollbackSeconds = 30;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task Twenty_people_notice_neither_a_shift_nor_a_rollback() => ShiftAndBack(ShiftBuild.ServicePair, clients: 20, rate: 20);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(ShiftBuild.ServicePair)]
    [InlineData(ShiftBuild.Stepped)]
    public Task A_hundred_people_notice_neither_a_shift_nor_a_rollback(string rollout) => ShiftAndBack(rollout, clients: 100, rate: 50);

    private static async Task ShiftAndBack(string rollout, int clients, int rate)
    {
        await using var stage = await ShiftStage.Deploy(rollout, Ct);
        await stage.NextVersion(Ct);

        var (deploy, forward) = await stage.UnderLoad(clients, rate, "Deploy", Ct);
        Assert.True(deploy.ExitCode == 0, deploy.Output);
        NobodyNoticed(rollout, forward);

        var (rollback, back) = await stage.UnderLoad(clients, rate, "Rollback", Ct);
        Assert.True(rollback.ExitCode == 0, rollback.Output);
        NobodyNoticed(rollout, back);
        Assert.Equal(forward.Requests.Versions[0].Version, back.Requests.Versions[^1].Version);
        if (rollout == ShiftBuild.ServicePair)
            Assert.InRange(back.Requests.Settled!.Value, 0, RollbackSeconds);
    }

    private static void NobodyNoticed(string rollout, LoadReport load)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(ReportText.Of(load));
        Assert.True(load.Failures.Count == 0, ReportText.Of(load));
        Assert.Contains(load.Marks, mark => mark.Name == Mark.ShiftEnd);

        // Both versions answered, and people who talked with each other were served by both.
        Assert.Equal(2, load.Requests.Versions.Count);
        Assert.Equal(2, load.Sockets.OpenedAt.Count);
        if (rollout == ShiftBuild.ServicePair)
            Assert.Equal(0, load.Sockets.ClosedAfter);
    }
}

using Slipway.Releases;
using Slipway.Services;

namespace Slipway.Tests.Releases;

public sealed class RollbackDoubtsTests
{
    private static readonly DateTimeOffset Now = SteppedTime.Start;

    private static readonly ReleaseManifest Target = Release("r1", "shop-prod-web:1", "a");

    [Fact]
    public void A_history_that_the_ledger_explains_leaves_no_doubt() =>
        Assert.Empty(Of([Deployed("web:2", "b"), Deployed("web:1", "a")], Release("r2", "web:2", "b"), Release("r1", "web:1", "a")));

    [Fact]
    public void A_release_that_was_taken_back_and_one_that_was_killed_explain_what_they_deployed() => Assert.Empty(Of(
        [Deployed("web:3", "c"), Deployed("web:2", "b"), Deployed("web:1", "a")],
        Release("r3", taskDefinition: null, "c"), Release("r2", "web:2", "b") with { Verdict = Verdict.RolledBack }, Release("r1", "web:1", "a")));

    [Fact]
    public void What_no_release_has_is_named_once() => Assert.Equal(
        ["web: web:9, which no release in the ledger has, was deployed after web:1"],
        Of([Deployed("web:9", "x"), Deployed("web:9", "x"), Deployed("web:1", "a")], Release("r1", "web:1", "a")));

    [Fact]
    public void A_task_definition_that_never_came_up_is_doubted() => Assert.Equal(
        ["web: in ECS's history no deployment of web:1 has succeeded"], Of([Deployed("web:2", "b")], Release("r2", "web:2", "b"), Release("r1", "web:1", "a")));

    [Fact]
    public void Nor_does_an_empty_history_bear_a_young_release_out() => Assert.Single(Of([], Release("r1", "web:1", "a")));

    [Fact]
    public void What_is_older_than_the_history_is_not_doubted() =>
        Assert.Empty(RollbackDoubts.Of("web", "web:1", Target with { Begun = Now.AddDays(-90) }, [], [Target], Now));

    [Fact]
    public void Another_image_than_the_ledger_s_is_doubted() => Assert.Equal(
        ["web: web:1 ran web as sha256:z; the ledger has sha256:a"], Of([Deployed("web:1", "z")], Release("r1", "web:1", "a")));

    private static IReadOnlyList<string> Of(IReadOnlyList<SucceededDeployment> history, params IReadOnlyList<ReleaseManifest> releases) =>
        RollbackDoubts.Of("web", "web:1", Target with { Begun = Now.AddDays(-1) }, history, releases, Now);

    private static SucceededDeployment Deployed(string taskDefinition, string digest) =>
        new(taskDefinition, Now, new Dictionary<string, string> { ["web"] = $"sha256:{digest}" });

    private static ReleaseManifest Release(string id, string? taskDefinition, string digest) => new(id, "shop", "prod", "c0ffee", "ann")
    {
        Images = new Dictionary<string, string> { ["web"] = $"r/shop/web@sha256:{digest}" },
        Services = taskDefinition is null ? [] : [new ReleasedService("web", taskDefinition, null, null)],
    };
}

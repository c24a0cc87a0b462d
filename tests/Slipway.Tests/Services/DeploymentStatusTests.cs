using Slipway.Services;

namespace Slipway.Tests.Services;

public sealed class DeploymentStatusTests
{
    private static readonly Followed Mine = new("new", "web:2", Proven: "web:1", Seen: true);
    private static readonly ServiceDeployment Newer = new("sd/newer", "IN_PROGRESS", FakeEcs.T0.AddMinutes(1));

    /// <summary>Status of the service deployment, what else it says, and how it is judged.</summary>
    public static TheoryData<string, string, string> ServiceDeployments { get; } = new()
    {
        { "PENDING", "", "InProgress { Stage = rolling out, Running = 1, Desired = 2 }" },
        { "IN_PROGRESS", "", "InProgress { Stage = rolling out, Running = 1, Desired = 2 }" },
        { "IN_PROGRESS", "stage", "InProgress { Stage = post scale up, Running = 1, Desired = 2 }" },
        { "IN_PROGRESS", "breaker", "InProgress { Stage = rolling out, Running = 1, Desired = 2 }" },
        { "IN_PROGRESS", "breaker first", "Stalled { Reason = own reason }" },
        { "IN_PROGRESS", "failed first", "Stalled { Reason = own reason }" },
        { "IN_PROGRESS", "failed", "InProgress { Stage = rolling out, Running = 1, Desired = 2 }" },
        { "SUCCESSFUL", "", "Deployed { }" },
        { "SUCCESSFUL", "newer", "Deployed { }" },
        { "STOP_REQUESTED", "", "InProgress { Stage = stopping, Running = 3, Desired = 4 }" },
        { "STOPPED", "", "Stopped { Reason = said }" },
        { "STOPPED", "newer", "Superseded { By = sd/newer }" },
        { "STOPPED", "newer rollback", "Stopped { Reason = said }" },
        { "STOPPED", "breaker", "Stalled { Reason = own reason }" },
        { "STOPPED", "failed", "Stalled { Reason = own reason }" },
        { "ROLLBACK_REQUESTED", "rollback", "InProgress { Stage = rolling back, Running = 3, Desired = 4 }" },
        { "ROLLBACK_IN_PROGRESS", "rollback", "InProgress { Stage = rolling back, Running = 3, Desired = 4 }" },
        { "ROLLBACK_SUCCESSFUL", "rollback", "RolledBack { Reason = alarm }" },
        { "ROLLBACK_SUCCESSFUL", "", "RolledBack { Reason = own reason }" },
        { "ROLLBACK_FAILED", "rollback", "Stalled { Reason = the rollback failed: alarm }" },
        { "A_STATUS_OF_TOMORROW", "", "InProgress { Stage = rolling out, Running = 1, Desired = 2 }" },
    };

    [Theory]
    [MemberData(nameof(ServiceDeployments))]
    public void The_service_deployment_decides_where_it_can_be_read(string status, string also, string judged)
    {
        var own = new DeploymentSnapshot("new", "PRIMARY", "web:2", Has("failed") ? "FAILED" : "IN_PROGRESS", FakeEcs.T0, 1, 2) { Reason = "own reason" };
        var deployment = new ServiceDeployment("sd/mine", status, FakeEcs.T0)
        {
            Reason = "said",
            Running = 3,
            Requested = 4,
            Stage = Has("stage") ? "POST_SCALE_UP" : null,
            Rollback = Has("rollback") ? "alarm" : null,
            BreakerTriggered = Has("breaker"),
        };
        var mine = Has("first") ? Mine with { Proven = null } : Mine;

        Assert.Equal(judged, DeploymentStatus.Judge(mine, FakeEcs.Snap("web", own), deployment, Has("newer") ? Newer : null).ToString());

        bool Has(string word) => also.Split(' ').Contains(word);
    }

    /// <summary>The deployments that DescribeServices names (id, status, task definition, rollout state), and how mine is judged.</summary>
    public static TheoryData<string, string, string> Deployments { get; } = new()
    {
        { "", "", "InProgress { Stage = waiting for ECS, Running = 0, Desired = 0 }" },
        { "unseen", "old PRIMARY web:1 COMPLETED", "InProgress { Stage = starting, Running = 0, Desired = 2 }" },
        { "", "new PRIMARY web:2 IN_PROGRESS, old ACTIVE web:1 COMPLETED", "InProgress { Stage = rolling out, Running = 1, Desired = 2 }" },
        { "", "new PRIMARY web:2 COMPLETED", "Deployed { }" },
        { "", "new PRIMARY web:2 FAILED, old ACTIVE web:1 COMPLETED", "InProgress { Stage = failed; ECS goes back, Running = 1, Desired = 2 }" },
        { "first", "new PRIMARY web:2 FAILED", "Stalled { Reason = because of new }" },
        { "", "back PRIMARY web:1 IN_PROGRESS, new ACTIVE web:2 FAILED", "InProgress { Stage = rolling back, Running = 1, Desired = 2 }" },
        { "", "back PRIMARY web:1 COMPLETED, new ACTIVE web:2 FAILED", "RolledBack { Reason = because of new }" },
        { "", "back PRIMARY web:1 COMPLETED", "RolledBack { Reason = because of back }" },
        { "", "other PRIMARY web:3 IN_PROGRESS, new ACTIVE web:2 IN_PROGRESS", "Superseded { By = other }" },
        { "same", "other PRIMARY web:2 COMPLETED", "Superseded { By = other }" },
        { "same", "rolling_back PRIMARY web:2 COMPLETED", "RolledBack { Reason = because of rolling back }" },
    };

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Without_it_what_took_the_place_of_the_deployment_decides(string mine, string named, string judged)
    {
        var followed = mine switch
        {
            "unseen" => Mine with { Seen = false },
            "first" => Mine with { Proven = null },
            // A redeployment of what ran before.
            "same" => Mine with { Proven = "web:2" },
            _ => Mine,
        };
        var deployments = named.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(' '))
            .Select(one => new DeploymentSnapshot(one[0], one[1], one[2], one[3], FakeEcs.T0, 1, 2) { Reason = $"because of {one[0].Replace('_', ' ')}" });
        var service = named.Length == 0 ? null : new ServiceSnapshot("web", "web:2", 2) { Deployments = [.. deployments] };

        Assert.Equal(judged, DeploymentStatus.Judge(followed, service, deployment: null, newer: null).ToString());
    }
}

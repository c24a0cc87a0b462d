using Slipway.Services;

namespace Slipway.Tests.Services;

/// <summary>The words for ends that the deployer's own tests do not come to.</summary>
public sealed class ServiceVerdictsTests
{
    private static readonly ServicePlan Update = new(
        "web", "chat-web", new LogGroupStep.Nothing("/chat/prod/web"), new TaskDefinitionStep.Keep("arn/web:2"),
        new ServiceStep.Update(new ServiceChange(), true, new ServiceChange { TaskDefinition = "arn/web:1" }, []))
    {
        Budget = new WaitBudget(TimeSpan.FromMinutes(3), 1, TimeSpan.FromMinutes(6)),
        Proven = "arn/web:1",
    };

    private static readonly ServicePlan First = Update with { Service = new ServiceStep.Create(1, ServiceSettings.None, new Dictionary<string, string>()), Proven = null };

    /// <summary>Status of the service deployment and how it ends.</summary>
    public static TheoryData<string, bool, Verdict, string> Ends { get; } = new()
    {
        { "SUCCESSFUL", false, Verdict.Deployed, "deployed, web:2" },
        { "ROLLBACK_SUCCESSFUL", false, Verdict.RolledBack, "rolled back to web:1: said" },
        { "STOPPED", false, Verdict.Stopped, "stopped from elsewhere: said" },
        { "ROLLBACK_FAILED", false, Verdict.Failed, "failed: the rollback failed: said. web:2 remains; look at the service's events" },
        { "ROLLBACK_FAILED", true, Verdict.Failed, "the first release never came up: the rollback failed: said. The service chat-web remains with web:2; deploy a corrected version, or delete it" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void Every_end_is_told_with_what_runs_now(string status, bool first, Verdict verdict, string text)
    {
        var flight = Flight(first ? First : Update);
        flight.Deployment = new ServiceDeployment("sd/1", status, FakeEcs.T0) { Reason = "said" };

        var result = ServiceVerdicts.Of(flight)!;

        Assert.Equal((verdict, text, "arn/web:2", "sd/1"), (result.Verdict, result.Text, result.TaskDefinition, result.Deployment));
    }

    [Fact]
    public void A_deployment_that_goes_on_has_no_verdict()
    {
        var flight = Flight(Update);
        flight.Deployment = new ServiceDeployment("sd/1", "IN_PROGRESS", FakeEcs.T0);

        Assert.Null(ServiceVerdicts.Of(flight));
    }

    [Fact]
    public void What_a_wait_without_end_leaves_running_is_named_to_the_task()
    {
        var flight = Flight(Update);
        flight.Take(FakeEcs.Snap("chat-web", new("new", "PRIMARY", "arn/web:2", "IN_PROGRESS", FakeEcs.T0, 1, 2), new("old", "ACTIVE", "arn/web:1", "COMPLETED", FakeEcs.T0, 2, 2)));

        Assert.Equal(
            "undecided after 12 min. Left running: deployment sd/1 of chat-web with web:2, 1 tasks of web:2, 2 tasks of web:1. ECS goes on by itself",
            ServiceVerdicts.TimedOut(flight).Text);
    }

    [Fact]
    public void A_run_that_is_broken_off_says_of_each_service_what_becomes_of_it()
    {
        Assert.Equal("stopped; web:1 takes over again, ECS sees to it by itself", ServiceVerdicts.Stopped(Flight(Update), back: true).Text);
        Assert.Equal(
            "stopped, but going back was not accepted; left as it is: deployment sd/1 of chat-web with web:2",
            ServiceVerdicts.Stopped(Flight(Update), back: false).Text);
        Assert.Equal(
            "stopped; a first release has nothing to go back to, and the service chat-web remains with web:2",
            ServiceVerdicts.Stopped(Flight(First), back: false).Text);
    }

    [Fact]
    public void A_service_that_was_done_stays_done_when_the_others_are_lost_from_sight()
    {
        var flight = Flight(First);
        flight.Result = new ServiceResult("web", Verdict.Deployed, "deployed, web:2", "arn/web:2", null);

        var result = ServiceVerdicts.Lost(flight, back: false, "ecs:DescribeServices was refused.");

        Assert.Equal((Verdict.Deployed, "deployed, web:2; it remains although the others could not be followed"), (result.Verdict, result.Text));
    }

    [Fact]
    public void Of_failures_of_one_kind_the_one_with_log_lines_is_told()
    {
        var cause = new FailureCause("exit 3", "c", "n", "web");
        var flight = Flight(Update);
        flight.Failures.AddRange(
        [
            new FailureReport("web", "t1", cause, null, null),
            new FailureReport("web", "t2", cause with { Signature = "other" }, null, null) { LogLines = ["other"] },
            new FailureReport("web", "t3", cause, null, null) { LogLines = ["why"] },
        ]);

        Assert.Equal("t3", ServiceVerdicts.TimedOut(flight).Failure!.Task);
    }

    private static ServiceFlight Flight(ServicePlan plan) =>
        new(plan, "arn/web:2", new("new", "PRIMARY", "arn/web:2", "IN_PROGRESS", FakeEcs.T0, 0, 2), new ServiceSnapshot("chat-web", "arn/web:2", 2)) { Arn = "sd/1" };
}

using Slipway.Services;

namespace Slipway.Tests.Services;

public sealed class FailureCauseTests
{
    [Theory]
    [InlineData("EssentialContainerExited", "Essential container in task exited", 3, null, "the container ended with exit code 3")]
    [InlineData("EssentialContainerExited", "Essential container in task exited", 0, null, "the container ended with exit code 0")]
    [InlineData("EssentialContainerExited", "Essential container in task exited", null, null, "the container ended, and ECS gave no exit code")]
    [InlineData("EssentialContainerExited", "Essential container in task exited", 137, null, "the container was killed (137), most often for want of memory")]
    [InlineData("EssentialContainerExited", "Essential container in task exited", 137, "OutOfMemoryError: Container killed due to memory usage", "the container ran out of memory")]
    [InlineData("EssentialContainerExited", "Essential container in task exited", 139, null, "the container crashed (139)")]
    [InlineData("EssentialContainerExited", "Essential container in task exited", 1, "exec /app: exec format error", "the image is built for another platform than the task's")]
    [InlineData("TaskFailedToStart", "CannotPullContainerError: pull image manifest has been retried 7 time(s)", null, null, "the registry could not be reached, or the image is not there")]
    [InlineData("TaskFailedToStart", "CannotPullContainerError: Error response from daemon: denied", null, null, "the image could not be pulled")]
    [InlineData("TaskFailedToStart", "ResourceInitializationError: unable to pull secrets or registry auth", null, null, "a secret could not be read")]
    [InlineData("TaskFailedToStart", "ResourceInitializationError: failed to validate logger args", null, null, "ECS could not prepare the task: secrets, logs or network")]
    [InlineData("TaskFailedToStart", "something new", null, null, "the task did not start")]
    [InlineData("ServiceSchedulerInitiated", "Task failed ELB health checks in (target-group arn:x)", 137, null, "the load balancer's health checks failed")]
    [InlineData("ServiceSchedulerInitiated", "Task failed container health checks", 137, null, "the container's own health check failed")]
    [InlineData("SpotInterruption", "Your Spot Task was interrupted.", null, null, "AWS took the capacity back")]
    [InlineData("ServiceSchedulerInitiated", "Scaling activity initiated by (deployment ecs-svc/1)", 143, null, null)]
    [InlineData("UserInitiated", "Task stopped by user", 0, null, null)]
    public void What_ECS_says_is_told_as_a_cause_and_a_task_that_was_stopped_on_purpose_did_not_fail(
        string code, string reason, int? exitCode, string? container, string? cause) =>
        Assert.Equal(cause, FailureCause.Of(new StoppedTask("t", "d", code, reason, [new("web", exitCode, container)]), "web")?.Cause);

    [Fact]
    public void A_sidecar_that_was_killed_with_the_task_is_not_blamed()
    {
        var task = new StoppedTask("t", "d", "EssentialContainerExited", "Essential container in task exited", [new("proxy", 137, null), new("web", 3, null)]);

        Assert.Equal(("web", "exit 3"), (FailureCause.Of(task, "web")!.Container, FailureCause.Of(task, "web")!.Signature));
    }

    [Fact]
    public void A_report_says_all_that_is_known_and_leaves_out_what_is_not()
    {
        var cause = new FailureCause("exit 3", "the container ended with exit code 3", "read its last log lines below", "web");

        Assert.Equal(
            """
            A task of web failed: the container ended with exit code 3.
              task        t1, EssentialContainerExited
              reason      Essential container in task exited
              container   web: exit code 3
              container   proxy: never ran, gone
              target      10.0.0.1:8080 unhealthy: Target.Timeout Request timed out
              try         read its last log lines below
              last lines
                one
                two
            """,
            new FailureReport("web", "t1", cause, "EssentialContainerExited", "Essential container in task exited")
            {
                Containers = [new("web", 3, null), new("proxy", null, "gone")],
                Targets = [new("10.0.0.1:8080", "unhealthy", "Target.Timeout", "Request timed out"), new("10.0.0.2:8080", "healthy", null, null)],
                LogLines = ["one", "two"],
            }.ToString());
        Assert.Equal(
            "A task of web failed: the container ended with exit code 3.\n  task        t1\n  try         read its last log lines below",
            new FailureReport("web", "t1", cause, null, null).ToString());
    }
}

using Amazon.ECS;
using Amazon.ECS.Model;
using Slipway.Aws;

namespace Slipway.Services;

/// <summary>Tasks of Amazon ECS on Fargate.</summary>
internal sealed class AwsTasks(IAmazonECS ecs) : ITasks
{
    private const int TasksAtOnce = 100;

    public async Task<string> Run(string cluster, TaskStart start, CancellationToken ct)
    {
        var answer = await AwsFailures.Translate("ecs:RunTask", () => ecs.RunTaskAsync(AwsServiceShapes.Request(cluster, start), ct));
        // ECS answers 200 when there is no capacity, and when the task definition or the network is none that it can use.
        return (answer.Tasks ?? []).FirstOrDefault()?.TaskArn ?? throw new DeployException(
            $"""
             ecs:RunTask started no task of {EcsNames.Short(start.TaskDefinition)}.
               reason  {string.Join("; ", (answer.Failures ?? []).Select(failure => $"{failure.Reason} {failure.Detail}".Trim()).DefaultIfEmpty("ECS gave no reason"))}
               try     the same again in a minute where capacity is short; else correct what the reason names
             """);
    }

    public async Task<TaskSnapshot?> Task(string cluster, string arn, CancellationToken ct) =>
        await Describe(cluster, [arn], ct) is [var only, ..] ? only : null;

    public async Task<IReadOnlyList<string>> StillThere(string cluster, string startedBy, CancellationToken ct)
    {
        // A task that was told to stop may run on for its stop timeout. ECS takes no other filter beside startedBy than the desired status.
        List<string> arns = [.. await List(cluster, startedBy, DesiredStatus.RUNNING, ct), .. await List(cluster, startedBy, DesiredStatus.STOPPED, ct)];
        List<string> found = [];
        foreach (var some in arns.Distinct(StringComparer.Ordinal).Chunk(TasksAtOnce))
            found.AddRange((await Describe(cluster, some, ct)).Where(task => !task.Ended).Select(task => task.Task.Arn));

        return found;
    }

    public System.Threading.Tasks.Task Stop(string cluster, string arn, string reason, CancellationToken ct) => AwsFailures.Translate(
        "ecs:StopTask", () => ecs.StopTaskAsync(new StopTaskRequest { Cluster = cluster, Task = arn, Reason = reason }, ct));

    private async Task<IReadOnlyList<TaskSnapshot>> Describe(string cluster, IReadOnlyCollection<string> arns, CancellationToken ct)
    {
        var answer = await AwsFailures.Translate(
            "ecs:DescribeTasks", () => ecs.DescribeTasksAsync(new DescribeTasksRequest { Cluster = cluster, Tasks = [.. arns] }, ct));
        return [.. (answer.Tasks ?? []).Select(task => new TaskSnapshot(task.LastStatus!, AwsServiceShapes.Stopped(task)))];
    }

    private async Task<IReadOnlyList<string>> List(string cluster, string startedBy, DesiredStatus desired, CancellationToken ct)
    {
        List<string> found = [];
        string? next = null;
        do
        {
            var page = await AwsFailures.Translate("ecs:ListTasks", () => ecs.ListTasksAsync(
                new ListTasksRequest { Cluster = cluster, StartedBy = startedBy, DesiredStatus = desired, NextToken = next }, ct));
            found.AddRange(page.TaskArns ?? []);
            next = page.NextToken;
        }
        while (!string.IsNullOrEmpty(next));

        return found;
    }
}

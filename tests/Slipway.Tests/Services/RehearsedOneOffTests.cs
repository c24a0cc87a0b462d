using System.Net;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Amazon.ECS.Model;
using Slipway.Aws;
using Slipway.Rehearsal;
using Slipway.Rehearsal.Ecs;
using Slipway.Services;
using Slipway.Tests.Images;
using Task = System.Threading.Tasks.Task;

namespace Slipway.Tests.Services;

/// <summary>One-off tasks against a rehearsal cloud in this process, through the clients that a deploy uses.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RehearsedOneOffTests : IAsyncLifetime
{
    private static readonly OneOffStep Migrate = new(
        "migrate", ["./migrate"], TimeSpan.FromMinutes(2), new NetworkSettings(["subnet-1"], [], PublicIp: false), "slipway/chat-local-web");

    private static readonly ServicePlan Web = new(
        "web", "chat-web", new LogGroupStep.Create("/chat/local/web", 30, new Dictionary<string, string>()),
        new TaskDefinitionStep.Register(
            JsonNode.Parse(
                """
                { "family": "chat-local-web", "requiresCompatibilities": ["FARGATE"], "networkMode": "awsvpc", "cpu": "256", "memory": "512",
                  "executionRoleArn": "arn:aws:iam::000000000000:role/execution",
                  "containerDefinitions": [{ "name": "web", "image": "web:1", "logConfiguration": { "logDriver": "awslogs",
                    "options": { "awslogs-group": "/chat/local/web", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "web" } } }] }
                """)!.AsObject(),
            []),
        new ServiceStep.Nothing())
    {
        Budget = new WaitBudget(TimeSpan.FromMinutes(3), 1, TimeSpan.FromMinutes(6)),
        Before = [Migrate],
    };

    private readonly TemporaryFolder _folder = new();
    private readonly Commands _commands = new();
    private readonly FakeEcs _output = new();
    private RehearsalCloud _cloud = null!;

    public async ValueTask InitializeAsync() => _cloud = await RehearsalCloud.Start(
        new RehearsalOptions(_folder.Path, _ => _commands) { Speed = 20 }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _cloud.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_task_runs_its_command_to_the_end_and_its_lines_are_told()
    {
        _commands.ExitCode = 0;

        Assert.Null(await Run(TestContext.Current.CancellationToken));

        Assert.Equal(["./migrate"], Assert.Single(_commands.Started).Command!);
        Assert.Equal(["one", "two"], _output.Events.OfType<OneOffSaid>().Select(said => said.Line));
        Assert.Single(_output.Events.OfType<OneOffEnded>());
    }

    [Fact]
    public async Task A_task_that_fails_is_told_with_its_exit_code_and_lines()
    {
        _commands.ExitCode = 4;

        var result = await Run(TestContext.Current.CancellationToken);

        Assert.Equal((Verdict.Failed, "migrate failed: the container ended with exit code 4. No service was begun"), (result!.Verdict, result.Text));
        Assert.Equal(["one", "two"], result.Failure!.LogLines);
    }

    [Fact]
    public async Task A_signal_stops_the_task_and_the_next_run_waits_for_its_end()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _commands.OnStart = () => _ = stop.CancelAsync();
        _commands.Ending = TimeSpan.FromSeconds(2);

        var stopped = await Run(stop.Token);
        _commands.OnStart = () => _commands.ExitCode = 0;
        var next = await Run(TestContext.Current.CancellationToken);

        Assert.Equal((Verdict.Stopped, null), (stopped!.Verdict, next));
        Assert.EndsWith("was told to stop. No service was begun", stopped.Text, StringComparison.Ordinal);
        Assert.Single(_output.Events.OfType<OneOffAwaited>());
        Assert.Equal((2, 1), (_commands.Started.Count, _commands.MostAtOnce));
    }

    private async Task<ServiceResult?> Run(CancellationToken ct)
    {
        using var session = new AwsSession(DeployEnvironment.Local, _cloud.AwsEndpoint);
        await session.Ecs.CreateClusterAsync(new CreateClusterRequest { ClusterName = "chat" }, TestContext.Current.CancellationToken);
        var logs = new AwsLogs(session.Logs);
        var taskDefinition = await new ServicePreparation(new AwsEcs(session.Ecs), logs, _output).Prepare(Web, ct);
        return await new OneOffRunner(new AwsTasks(session.Ecs), logs, _output, TimeProvider.System).Run("chat", Web, Migrate, taskDefinition, ct);
    }

    /// <summary>Containers that write two lines and end with a code, or run until they are stopped.</summary>
    private sealed class Commands : ITaskRuntime
    {
        private readonly Lock _gate = new();
        private readonly HashSet<string> _running = [];

        /// <summary>Null: it does not end by itself.</summary>
        public int? ExitCode { get; set; }

        /// <summary>Time from the wish to stop to the end.</summary>
        public TimeSpan Ending { get; set; }

        public Action? OnStart { get; set; }

        public List<ContainerToStart> Started { get; } = [];

        public int MostAtOnce { get; private set; }

        public Task<StartedTask> Start(TaskToStart task, CancellationToken ct)
        {
            OnStart?.Invoke();
            lock (_gate)
            {
                Started.Add(task.Containers[0]);
                _running.Add(task.TaskId);
                MostAtOnce = Math.Max(MostAtOnce, _running.Count);
            }

            task.Containers[0].OnLog(default, "one");
            task.Containers[0].OnLog(default, "two");
            return Task.FromResult(new StartedTask(new Dictionary<int, IPEndPoint>(), new Dictionary<string, string>()));
        }

        public Task Resume(RunningTask task, CancellationToken ct) => Task.CompletedTask;

        public Task Kill(string taskId, string container, CancellationToken ct)
        {
            ExitCode = 137;
            return Task.CompletedTask;
        }

        public Task<ContainerState?> Inspect(string taskId, string container, CancellationToken ct) =>
            Task.FromResult<ContainerState?>(new ContainerState(ExitCode is null, ExitCode, OutOfMemory: false, Health: null));

        public async Task<IReadOnlyDictionary<string, int>> Stop(string taskId, CancellationToken ct)
        {
            await Task.Delay(Ending, TimeProvider.System, ct);
            lock (_gate)
                _running.Remove(taskId);

            return new Dictionary<string, int> { ["web"] = ExitCode ?? 143 };
        }

        public Task<IReadOnlyList<string>> List(CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([]);
    }
}

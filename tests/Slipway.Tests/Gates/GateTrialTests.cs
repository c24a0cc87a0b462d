using Slipway.Gates;
using Slipway.Tests.Images;
using Slipway.Tests.Releases;
using Slipway.Traffic;

namespace Slipway.Tests.Gates;

public sealed class GateTrialTests
{
    private const string Rule = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/main/1/2/3";
    private const string Blue = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/chat-server/0000000000000001";
    private const string Green = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/chat-server-alt/0000000000000002";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-west-1" };
    private static readonly ShiftedRollout Stepped = Rollout.Stepped(10, 50).Bake(TimeSpan.FromMinutes(6)).While(Gate.ServerErrors.Below(0.01), Gate.Alarm("slow"));

    private readonly RecordingOutput _output = new();
    private readonly SteppedTime _time = new();
    private readonly List<string> _judged = [];
    private TrafficRule? _rule = new(Rule, ["forward"], [new GroupWeight(Blue, 100), new GroupWeight(Green, 0)]);

    /// <summary>Weights of the two groups, and the judged groups with what is shown.</summary>
    public static TheoryData<int?, int?, string> Weights => new()
    {
        { 100, 0, "chat-server | | chat-server" },
        { 0, 100, "chat-server-alt | | chat-server-alt" },
        { 10, 90, "chat-server-alt | chat-server | chat-server-alt (chat-server 10, chat-server-alt 90)" },
        { 50, 50, "chat-server | chat-server-alt | chat-server (chat-server 50, chat-server-alt 50)" },
        { 0, 0, "chat-server | | chat-server, although no rule sends it traffic" },
        { null, null, "chat-server | | chat-server, although no rule sends it traffic" },
    };

    [Theory]
    [MemberData(nameof(Weights))]
    public void The_group_with_the_most_weight_serves_and_the_other_one_is_compared_while_it_has_some(int? blue, int? green, string expected)
    {
        var rule = blue is null ? null : new TrafficRule(Rule, ["forward"], [new GroupWeight(Blue, blue.Value), new GroupWeight(Green, green!.Value)]);

        var live = LiveGroups.Of(Blue, Green, rule);

        Assert.Equal(expected, $"{GroupWeight.Name(live.Group)} | {(live.Other is null ? "" : $"{GroupWeight.Name(live.Other)} ")}| {live.Shown}");
    }

    [Fact]
    public async Task Every_gate_is_shown_with_its_answer_and_what_was_judged_over_which_time()
    {
        var verdict = await Try(Stepped, GateAnswer.Pass, GateAnswer.Pass);

        Assert.Equal(Verdict.Deployed, verdict);
        // Six minutes of a hold that are known at 03:04:05: three minutes late, and not the period that the beginning cuts.
        Assert.Equal([$"server new {Blue} old  since 02:54:05"], _judged);
        Assert.Equal(
            """
            server: chat-server, 02:55:00 to 03:01:00 UTC in periods of 60 s
              pass          gate 1
              pass          gate 2
            Gates of chat in prod: 2 of 2 passed.
            """,
            _output.Events.Single().Text, ignoreLineEndingDifferences: true);
    }

    [Theory]
    [InlineData("Pass Fail", "Gates of chat in prod: 1 of 2 failed; a rollout would be taken back.")]
    [InlineData("Inconclusive Fail", "Gates of chat in prod: 1 of 2 failed; a rollout would be taken back.")]
    [InlineData("Inconclusive Pass", "Gates of chat in prod: 1 of 2 inconclusive; too little is known to call all passed.")]
    public async Task A_gate_that_fails_or_cannot_be_called_passed_is_no_success(string answers, string summary)
    {
        Assert.Equal(Verdict.Failed, await Try(Stepped, [.. answers.Split(' ').Select(Enum.Parse<GateAnswer>)]));
        Assert.EndsWith(summary, _output.Events.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_gates_nothing_is_asked_and_that_is_said()
    {
        Assert.Equal(Verdict.Deployed, await Try(Rollout.Rolling));
        Assert.Equal(Verdict.Deployed, await Try(Rollout.BlueGreen));

        Assert.Empty(_judged);
        Assert.All(_output.Events, shown => Assert.Equal("No rollout of chat in prod has gates.", shown.Text));
    }

    [Fact]
    public async Task A_rollout_that_watches_shortly_is_tried_over_five_periods_and_a_missing_rule_does_not_keep_it_from_that()
    {
        _rule = null;

        await Try(Rollout.ServicePair(50).Bake(TimeSpan.Zero).While(Gate.HealthyHosts.AtLeast(1)), GateAnswer.Pass);

        Assert.Equal([$"server new {Blue} old  since 02:55:05"], _judged);
    }

    private Task<Verdict> Try(Rollout rollout, params GateAnswer[] answers)
    {
        var application = new Application("chat")
        {
            Environments = [Prod],
            Services =
            [
                new("server")
                {
                    Image = new DockerImage("server"), Size = FargateSize.Of(256, 512), Port = 8080, Health = new HealthCheck("/health"), Route = Route.Default, Rollout = rollout,
                },
                new("worker") { Image = new DockerImage("worker"), Size = FargateSize.Of(256, 512) },
            ],
        };
        var infrastructure = new Infrastructure
        {
            Cluster = "main",
            Subnets = ["subnet-1"],
            SecurityGroups = ["sg-1"],
            ExecutionRole = "execution",
            TargetGroups = new Dictionary<string, string> { ["server"] = Blue },
            Traffic = new Dictionary<string, TrafficInfrastructure> { ["server"] = new(Green, Rule) },
        };
        return new GateTrial(Judge, new OneRule(_rule), Tempo.OfAws, _time, _output).Try(application, Prod, infrastructure, Ct);

        Task<GateReport> Judge(IReadOnlyList<Gate> gates, GateSubject subject, DateTimeOffset since, CancellationToken ct)
        {
            _judged.Add($"{subject.Service} new {subject.New} old {subject.Old} since {since:HH:mm:ss}");
            return Task.FromResult(new GateReport([.. gates.Select((gate, index) => new GateFinding(gate, answers[index], $"gate {index + 1}"))]));
        }
    }

    private sealed class OneRule(TrafficRule? rule) : IWeights
    {
        public Task<IReadOnlyDictionary<string, TrafficRule>> Read(IReadOnlyCollection<string> rules, CancellationToken ct) =>
            Task.FromResult<IReadOnlyDictionary<string, TrafficRule>>(rule is null ? new Dictionary<string, TrafficRule>() : new Dictionary<string, TrafficRule> { [rule.Arn] = rule });

        public Task<WeightsWritten> Write(string arn, IReadOnlyList<GroupWeight> from, IReadOnlyList<GroupWeight> to, CancellationToken ct) =>
            throw new InvalidOperationException("A trial writes nothing.");
    }
}

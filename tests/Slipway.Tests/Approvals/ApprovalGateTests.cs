using Slipway.Approvals;
using Slipway.GitHub;
using Slipway.Releases;
using Slipway.Tests.Images;
using Slipway.Tests.Releases;

namespace Slipway.Tests.Approvals;

public sealed class ApprovalGateTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly ReleasePlan Plan = ReleasePlanTests.Plan(ReleasePlanTests.Chat);
    private readonly RecordingOutput _output = new();
    private readonly Places _places = new();

    [Fact]
    public async Task Where_nobody_must_approve_nothing_is_asked()
    {
        Assert.Null(await Gate(Approval.None).Demand(Plan, isExpected: false, Ct));
        Assert.Empty(_places.Asked);
    }

    [Fact]
    public async Task A_plan_that_changes_nothing_needs_no_approval()
    {
        var nothing = Plan with { Images = Plan.Images with { Steps = [] }, Services = Plan.Services with { Services = [] } };

        Assert.False(nothing.ChangesSomething);
        Assert.Null(await Gate(Approval.Required).Demand(nothing, isExpected: false, Ct));
        Assert.Empty(_places.Asked);
    }

    [Fact]
    public async Task An_unapproved_plan_is_refused_with_every_place_and_the_command_to_run()
    {
        _places.Failure = new DeployException("GitHub answered 500 to https://token.example.\n  try  again");

        var error = await Assert.ThrowsAsync<DeployException>(() => Gate(Approval.Required).Demand(Plan, isExpected: true, Ct));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Equal(
            $"""
             prod asks for an approval, and nobody approved plan {Plan.Hash[..12]}. Nothing was changed.
               GitHub        GitHub answered 500 to https://token.example.
                               try  again
               CodePipeline  this is no build of a CodePipeline
               record        s3://releases/approvals/{Plan.Hash}/ is empty
               try           somebody else reads and approves this plan, then deploy again:
                             ./build.sh Approve --environment prod --plan {Plan.Hash[..12]}
             """,
            error.Message);
        Assert.Empty(_output.Events);
    }

    [Fact]
    public async Task The_approval_of_a_promotion_names_where_it_comes_from()
    {
        var error = await Assert.ThrowsAsync<DeployException>(() => Gate(Approval.Required, from: "dev").Demand(Plan, isExpected: true, Ct));

        Assert.EndsWith($"./build.sh Approve --from dev --environment prod --plan {Plan.Hash[..12]}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_approval_is_looked_for_once_for_a_plan_and_again_for_a_plan_that_moved()
    {
        var moved = ReleasePlanTests.Plan(ReleasePlanTests.Chat, commit: "c0ffee");
        _places.Records[Plan.Hash] = "AIDAANN";
        var gate = Gate(Approval.Required);

        var first = await gate.Demand(Plan, isExpected: false, Ct);
        var second = await gate.Demand(Plan, isExpected: false, Ct);
        var error = await Assert.ThrowsAsync<DeployException>(() => gate.Demand(moved, isExpected: false, Ct));

        Assert.Equal("arn:aws:iam::111122223333:user/ann", first!.Who);
        Assert.Same(first, second);
        Assert.Contains($"nobody approved plan {moved.Hash[..12]}", error.Message, StringComparison.Ordinal);
        Assert.Equal([$"approvals/{Plan.Hash}/", $"approvals/{moved.Hash}/"], _places.Asked.Where(asked => asked.StartsWith("approvals", StringComparison.Ordinal)));
        Assert.Equal([new PlanApproved(Plan.Hash, first, IsOfPlan: true)], _output.Events);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_approval_of_a_run_is_of_its_plan_only_where_the_run_expects_that_plan(bool isExpected)
    {
        _places.PipelineApproves = true;

        var approval = await Gate(Approval.Required).Demand(Plan, isExpected, Ct);

        Assert.Equal(new PlanApproved(Plan.Hash, approval!, IsOfPlan: isExpected), Assert.Single(_output.Events));
        Assert.Equal(["identity", "pipeline", "pipeline e2"], _places.Asked);
    }

    private ApprovalGate Gate(Approval approval, string? from = null)
    {
        var prod = new DeployEnvironment("prod") { Account = "111122223333", Region = "eu-west-1", Approval = approval };
        var time = new SteppedTime();
        return new ApprovalGate(
            prod,
            from,
            new GitHubApproval(prod, _places, (_, _) => null, time),
            new PipelineApproval(prod, _places, name => _places.PipelineApproves ? name == "CODEBUILD_INITIATOR" ? "codepipeline/chat" : "deploy:1" : null, time),
            new RecordedApproval(ReleasePlanTests.Chat, prod, _places, () => new Principal("arn:aws:iam::111122223333:user/ci", "AIDACI"), time),
            _output);
    }

    /// <summary>All places at once, and in which order they were asked.</summary>
    private sealed class Places : IJobIdentity, IPipelineHistory, IApprovalBox
    {
        private static readonly PipelineAction Build =
            new("e2", "Prod", "Deploy", "Build", "InProgress", SteppedTime.Start, SteppedTime.Start, By: null, "deploy", "deploy:1");

        public List<string> Asked { get; } = [];

        public DeployException? Failure { get; set; }

        public bool PipelineApproves { get; set; }

        /// <summary>Who approved a plan, by its hash.</summary>
        public Dictionary<string, string> Records { get; } = [];

        public string Bucket => "releases";

        public Task<string?> Token(string audience, CancellationToken ct)
        {
            Asked.Add("identity");
            return Failure is null ? Task.FromResult<string?>(null) : throw Failure;
        }

        public Task<string> Keys(string issuer, CancellationToken ct) => throw new InvalidOperationException("There is no token to check.");

        public Task<IReadOnlyList<PipelineAction>> Recent(string pipeline, CancellationToken ct)
        {
            Asked.Add("pipeline");
            return Task.FromResult<IReadOnlyList<PipelineAction>>([Build]);
        }

        public Task<IReadOnlyList<PipelineAction>> Of(string pipeline, string execution, CancellationToken ct)
        {
            Asked.Add($"pipeline {execution}");
            return Task.FromResult<IReadOnlyList<PipelineAction>>([Build, Build with { Category = "Approval", Status = "Succeeded" }]);
        }

        public Task<bool> IsReturn(string pipeline, string execution, CancellationToken ct) => throw new InvalidOperationException("Where a pipeline goes plays no part in it.");

        public Task Write(string key, ReadOnlyMemory<byte> content, string writer, CancellationToken ct) => throw new InvalidOperationException("Nothing is written.");

        public Task<IReadOnlyList<StoredApproval>> Read(string prefix, CancellationToken ct)
        {
            Asked.Add(prefix);
            var plan = prefix.Split('/')[1];
            var document = new ApprovalDocument(plan, "chat", "prod", "deadbeef", "arn:aws:iam::111122223333:user/ann", SteppedTime.Start);
            return Task.FromResult<IReadOnlyList<StoredApproval>>(
                Records.TryGetValue(plan, out var writer) ? [new("ann.json", document.ToJson(), writer, SteppedTime.Start, SteppedTime.Start)] : []);
        }

        public Task<string?> Policy(CancellationToken ct) =>
            Task.FromResult<string?>(ReleaseBucketSettings.With(null, ApproverStatement.Of("arn:aws:s3:::releases")));
    }
}

using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Slipway.Approvals;
using Slipway.Aws;
using Slipway.Images;
using Slipway.Processes;
using Slipway.Rehearsal;
using Slipway.Releases;
using Slipway.Tests.Images;
using Slipway.Tests.Releases;

namespace Slipway.Tests.Approvals;

/// <summary>Against the S3 and STS of the rehearsal cloud, in this process: the bucket's policy holds writers to their own names.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class RehearsedApprovalTests : IAsyncLifetime
{
    private const string Account = "000000000000";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    // An environment of the rehearsal cloud's name signs with its account as access key, and asks nothing of the machine.
    private static readonly DeployEnvironment Prod = DeployEnvironment.Local with { Approval = Approval.Required, ReleaseBucket = "releases" };
    private static readonly Application Chat = ReleasePlanTests.Chat with { Environments = [Prod] };
    private static readonly ReleasePlan Plan = ReleasePlanTests.Plan(Chat);

    private static readonly SystemProcesses Processes = new(TimeProvider.System);
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _repository = new();
    private RehearsalCloud _cloud = null!;

    public async ValueTask InitializeAsync()
    {
        _cloud = await RehearsalCloud.Start(new RehearsalOptions(_folder.Path, _ => new NoTasks()), Ct);
        using var session = new AwsSession(Prod, _cloud.AwsEndpoint);
        await new Bootstrap(new AwsReleaseBucketSetup(session.S3, Prod), new RecordingOutput()).Run(Chat, Prod, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _cloud.DisposeAsync();
        _folder.Dispose();
        _repository.Dispose();
    }

    [Fact]
    public async Task An_approval_of_another_role_is_found_with_its_writer_and_one_of_the_own_role_is_not_enough()
    {
        using var ann = await Person.Of(_cloud, "reviewer", "ann@example.com");
        using var ci = await Person.Of(_cloud, "ci", "gha-7");
        using var other = await Person.Of(_cloud, "ci", "gha-8");

        Assert.Equal($"s3://releases/approvals/{Plan.Hash}/ is empty", (await ci.Records().Look(Plan.Hash, Ct)).Seen);
        await other.Records().Give(Plan, Ct);
        Assert.EndsWith("in a session of the role that deploys; anybody who has the role could", (await ci.Records().Look(Plan.Hash, Ct)).Seen, StringComparison.Ordinal);

        await ann.Records().Give(Plan, Ct);
        var approval = (await ci.Records().Look(Plan.Hash, Ct)).Approval!;

        Assert.Equal(("./build.sh Approve", $"arn:aws:sts::{Account}:assumed-role/reviewer/ann@example.com"), (approval.How, approval.Who));
        Assert.InRange(TimeProvider.System.GetUtcNow() - approval.At!.Value, TimeSpan.FromSeconds(-2), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Nobody_can_write_an_approval_in_anothers_name()
    {
        using var ann = await Person.Of(_cloud, "reviewer", "ann@example.com");
        using var ci = await Person.Of(_cloud, "ci", "gha-7");
        var forged = new ApprovalDocument(Plan.Hash, "chat", "local", "deadbeef", ann.Principal.Arn, TimeProvider.System.GetUtcNow()).ToJson();
        var key = $"approvals/{Plan.Hash}/ann.json";

        await Assert.ThrowsAsync<DeployException>(() => ci.Box.Write(key, forged, ann.Principal.Id, Ct));
        var untagged = await Assert.ThrowsAsync<AmazonS3Exception>(() => ci.S3.PutObjectAsync(new() { BucketName = "releases", Key = key, ContentBody = "{}", UseChunkEncoding = false }, Ct));
        Assert.Equal("AccessDenied", untagged.ErrorCode);

        await ci.Box.Write(key, forged, ci.Principal.Id, Ct);
        var retagged = await Assert.ThrowsAsync<AmazonS3Exception>(() => ci.S3.PutObjectTaggingAsync(
            new() { BucketName = "releases", Key = key, Tagging = new() { TagSet = [new() { Key = ApproverStatement.Tag, Value = ann.Principal.Id }] } }, Ct));
        Assert.Equal("AccessDenied", retagged.ErrorCode);

        Assert.EndsWith("approved it, and is who deploys", (await ci.Records().Look(Plan.Hash, Ct)).Seen, StringComparison.Ordinal);
        Assert.NotNull(await ci.S3.PutObjectAsync(new() { BucketName = "releases", Key = "lock.json", ContentBody = "{}", UseChunkEncoding = false }, Ct));
    }

    [Fact]
    public async Task A_refused_deploy_goes_through_once_somebody_else_approved_its_plan_and_the_ledger_says_who()
    {
        using var ann = await Person.Of(_cloud, "reviewer", "ann@example.com");
        var output = new RecordingOutput();
        var request = new ReleaseRequest(
            await Repository(), new Application("pages") { Environments = [Prod], Sites = [new("web") { Source = "pages" }], SmokeChecks = [] },
            Prod, _cloud.AwsEndpoint, new DockerConnection("no-docker", "unix:///none"), Rebuild: false);
        using var tools = new ReleaseTools(request, Processes, output, TimeProvider.System);

        var refused = await Assert.ThrowsAsync<DeployException>(() => new Release(request, tools, output, TimeProvider.System).Deploy(Ct));
        await new Release(request, tools, output, TimeProvider.System).Preview(Ct);
        var plan = Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(Path.Combine(request.Temporary, "plans"))));
        await ann.Box.Write(
            $"approvals/{plan}/ann.json", new ApprovalDocument(plan, "pages", "local", "c0ffee", ann.Principal.Arn, TimeProvider.System.GetUtcNow()).ToJson(), ann.Principal.Id, Ct);
        var record = await new Release(request, tools, output, TimeProvider.System).Deploy(Ct);

        Assert.Equal(Verdict.Refused, refused.Verdict);
        Assert.Equal("Deployed", record.Verdict);
        var manifest = (await tools.Store.Ledger.Find((await tools.Store.Ledger.Live(Ct))!, Ct))!;
        Assert.Equal((plan, ann.Principal.Arn, "./build.sh Approve"), (manifest.PlanHash, manifest.Approval!.Who, manifest.Approval.How));
        Assert.Single(output.Events.OfType<PlanApproved>());

        // Nothing is left to do, which needs no approval.
        Assert.Equal("Deployed", (await new Release(request, tools, output, TimeProvider.System).Deploy(Ct)).Verdict);
    }

    [Fact]
    public async Task Without_a_bucket_nothing_is_written_and_the_next_step_is_named()
    {
        using var ann = await Person.Of(_cloud, "reviewer", "ann@example.com");
        var elsewhere = Prod with { ReleaseBucket = "not-there" };

        var error = await Assert.ThrowsAsync<DeployException>(() => ann.Records(elsewhere).Give(Plan, Ct));

        Assert.Equal(
            """
            Approvals in bucket not-there would prove nothing: it is not there, or its policy lets anybody write one in another's name. Nothing was changed.
              try  ./build.sh Bootstrap --environment local
            """,
            error.Message);
        Assert.Equal($"s3://not-there/approvals/{Plan.Hash}/ is empty", (await ann.Records(elsewhere).Look(Plan.Hash, Ct)).Seen);
    }

    private async Task<string> Repository()
    {
        _repository.Write("pages/index.html", "<p>Hello</p>");
        _repository.Write(".gitignore", ".nuke/temp/\n");
        string[][] commands =
        [
            ["init", "--quiet"],
            ["add", "--all"],
            ["-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", "Begin"],
        ];
        foreach (var command in commands)
        {
            var result = await Processes.Run(new Command("git", command) { Directory = _repository.Path }, onLine: null, Ct);
            Assert.True(result.ExitCode == 0, result.Error);
        }

        return _repository.Path;
    }

    /// <summary>A session of a role.</summary>
    private sealed record Person(Principal Principal, AmazonS3Client S3) : IDisposable
    {
        public AwsApprovalBox Box => new(S3, Chat, Prod);

        public static async Task<Person> Of(RehearsalCloud cloud, string role, string session)
        {
            var url = cloud.AwsEndpoint.AbsoluteUri;
            using var sts = new AmazonSecurityTokenServiceClient(
                new BasicAWSCredentials(Account, "secret"), new AmazonSecurityTokenServiceConfig { ServiceURL = url, AuthenticationRegion = "us-east-1" });
            var assumed = await sts.AssumeRoleAsync(new AssumeRoleRequest { RoleArn = $"arn:aws:iam::{Account}:role/{role}", RoleSessionName = session }, Ct);
            // Made as a session makes it, so that the server's time is kept.
            var s3 = AwsPipeline.Make(new AwsCalls(), () => new AmazonS3Client(
                assumed.Credentials, new AmazonS3Config { ServiceURL = url, AuthenticationRegion = "us-east-1", ForcePathStyle = true }));
            return new Person(new Principal(assumed.AssumedRoleUser.Arn, assumed.AssumedRoleUser.AssumedRoleId), s3);
        }

        public RecordedApproval Records(DeployEnvironment? environment = null) =>
            new(Chat, environment ?? Prod, new AwsApprovalBox(S3, Chat, environment ?? Prod), () => Principal, TimeProvider.System);

        public void Dispose() => S3.Dispose();
    }
}

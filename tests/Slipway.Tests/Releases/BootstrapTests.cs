using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using AWSSDK.Tests.Aws;
using AWSSDK.Tests.Loopback;
using Slipway.Aws;
using Slipway.Releases;
using Slipway.Tests.Images;

namespace Slipway.Tests.Releases;

/// <summary>The decision by itself, and the whole against moto.</summary>
public sealed class BootstrapTests(SharedMoto shared) : IClassFixture<SharedMoto>
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly DeployEnvironment Here = new("local") { Account = "123456789012", Region = "us-east-1" };
    private static readonly Application Chat = new("chat") { Environments = [Here] };

    private static readonly ReleaseBucketSettings Good = new()
    {
        IsVersioned = true,
        BlocksPublicAccess = true,
        IsEncrypted = true,
        EnforcesOwnership = true,
        CleansUp = true,
        Policy = ReleaseBucketSettings.WithTls("b", "eu-west-1", policy: null),
        Tags = new Dictionary<string, string> { ["slipway:application"] = "chat", ["slipway:environment"] = "local", ["team"] = "web" },
    };

    [Fact]
    public void A_bucket_that_is_not_there_gets_everything_with_public_access_blocked_first()
    {
        var plan = BootstrapPlan.Create(Chat, Here, seen: null);

        Assert.Equal("slipway-chat-local-123456789012", plan.Bucket);
        Assert.Equal(Enum.GetValues<BootstrapStep>().Except([BootstrapStep.HoldApprovers]), plan.Steps);
        Assert.Equal(BootstrapStep.BlockPublicAccess, plan.Steps[1]);
    }

    [Fact]
    public void A_bucket_as_it_should_be_is_left_alone() => Assert.Empty(BootstrapPlan.Create(Chat, Here, Good).Steps);

    [Fact]
    public void Each_thing_that_differs_is_mended_and_nothing_else()
    {
        (ReleaseBucketSettings Seen, BootstrapStep Step)[] all =
        [
            (Good with { IsVersioned = false }, BootstrapStep.KeepVersions),
            (Good with { BlocksPublicAccess = false }, BootstrapStep.BlockPublicAccess),
            (Good with { IsEncrypted = false }, BootstrapStep.Encrypt),
            (Good with { EnforcesOwnership = false }, BootstrapStep.EnforceOwnership),
            (Good with { CleansUp = false }, BootstrapStep.CleanUp),
            (Good with { Policy = null }, BootstrapStep.DemandTls),
            (Good with { Policy = """{"Statement":{"Effect":"Allow","Condition":{"Bool":{"aws:SecureTransport":"false"}}}}""" }, BootstrapStep.DemandTls),
            (Good with { Tags = new Dictionary<string, string> { ["slipway:application"] = "chat", ["slipway:environment"] = "prod" } }, BootstrapStep.Tag),
        ];

        Assert.All(all, one => Assert.Equal([one.Step], BootstrapPlan.Create(Chat, Here, one.Seen).Steps));
    }

    [Fact]
    public void Approvers_are_held_to_their_own_names_where_a_deploy_must_be_approved()
    {
        var prod = Here with { Approval = Approval.Required };
        var plan = BootstrapPlan.Create(Chat, prod, Good);

        Assert.Equal([BootstrapStep.HoldApprovers], plan.Steps);
        Assert.Equal(
            ["SlipwayTlsOnly", "SlipwayApproverIsTheWriter"],
            JsonNode.Parse(plan.Policy)!["Statement"]!.AsArray().Select(statement => $"{statement!["Sid"]}"));
        Assert.Empty(BootstrapPlan.Create(Chat, prod, Good with { Policy = plan.Policy }).Steps);
        Assert.Empty(BootstrapPlan.Create(Chat, Here, Good with { Policy = plan.Policy }).Steps);
    }

    [Fact]
    public void Tags_of_others_stay()
    {
        var plan = BootstrapPlan.Create(Chat, Here, Good with { Tags = new Dictionary<string, string> { ["team"] = "web", ["slipway:environment"] = "old" } });

        Assert.Equal(["slipway:application=chat", "slipway:environment=local", "team=web"], plan.Tags.Select(tag => $"{tag.Key}={tag.Value}"));
    }

    [Theory]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Sid":"Audit","Effect":"Allow"}]}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Sid":"Audit","Effect":"Allow"}}""")]
    [InlineData("""{"Version":"2012-10-17","Statement":[{"Sid":"SlipwayTlsOnly","Effect":"Allow"},{"Sid":"Audit","Effect":"Allow"}]}""")]
    public void Statements_of_others_stay_beside_the_one_that_demands_tls(string before)
    {
        var policy = ReleaseBucketSettings.WithTls("b", "cn-north-1", before);

        var statements = JsonNode.Parse(policy)!["Statement"]!.AsArray();
        Assert.Equal("""{"Sid":"Audit","Effect":"Allow"}""", statements[0]!.ToJsonString());
        Assert.Equal(
            """{"Sid":"SlipwayTlsOnly","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws-cn:s3:::b","arn:aws-cn:s3:::b/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}""",
            statements[1]!.ToJsonString());
        Assert.Equal(2, statements.Count);
        Assert.True(new ReleaseBucketSettings { Policy = policy }.DemandsTls);
    }

    [Fact]
    public async Task A_second_run_changes_nothing_and_what_was_undone_is_mended()
    {
        using var session = new AwsSession(Here, new Uri((await shared.Server()).Url));
        var bucket = ReleaseBucketName.Of(Chat, Here);

        Assert.Equal(9, (await Run(session)).Count);
        var mutating = session.Calls.Mutating;
        Assert.Equal($"The release bucket {bucket} is as it should be; nothing was changed.", Assert.Single(await Run(session)));
        Assert.Equal(mutating, session.Calls.Mutating);

        await session.S3.DeleteBucketPolicyAsync(bucket, Ct);
        await session.S3.PutBucketVersioningAsync(new() { BucketName = bucket, VersioningConfig = new() { Status = VersionStatus.Suspended } }, Ct);
        var lifecycle = (await session.S3.GetLifecycleConfigurationAsync(bucket, Ct)).Configuration;
        lifecycle.Rules[0].NoncurrentVersionExpiration.NoncurrentDays = 1;
        lifecycle.Rules.Add(new LifecycleRule
        {
            Id = "others",
            Status = LifecycleRuleStatus.Enabled,
            Expiration = new() { Days = 400 },
            Filter = new() { LifecycleFilterPredicate = new LifecyclePrefixPredicate { Prefix = "audit/" } },
        });
        await session.S3.PutLifecycleConfigurationAsync(bucket, lifecycle, Ct);

        Assert.Equal(
            [
                $"{bucket}: versions are kept", $"{bucket}: access without TLS is denied",
                $"{bucket}: old versions go after 90 days, parts of broken uploads after one", $"The release bucket {bucket} is ready.",
            ],
            await Run(session));
        var rules = (await session.S3.GetLifecycleConfigurationAsync(bucket, Ct)).Configuration.Rules;
        Assert.Equal(["others", "slipway-release-bucket"], rules.Select(rule => rule.Id));
        Assert.Equal(90, rules[1].NoncurrentVersionExpiration.NoncurrentDays);
        Assert.True((await new AwsReleaseBucketSetup(session.S3, Here).Read(bucket, Ct))!.DemandsTls);
    }

    [Theory]
    [InlineData("HEAD", 403, "AccessDenied", "it is another account's, or s3:ListBucket is not allowed to the caller")]
    [InlineData("HEAD", 301, "PermanentRedirect", "it is not in us-east-1")]
    [InlineData("PUT", 409, "BucketAlreadyExists", "another account has a bucket of that name")]
    public async Task A_bucket_that_cannot_be_ours_is_refused(string method, int status, string code, string reason)
    {
        await using var server = await LoopbackServer.Start(call => call.Method == method
            ? Reply.Xml(method == "HEAD" ? "" : $"<Error><Code>{code}</Code><Message>no</Message></Error>", status)
            : Reply.Xml("", 404));
        using var session = new AwsSession(Here, new Uri(server.Url));

        var error = await Assert.ThrowsAsync<DeployException>(() => Run(session));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Equal(
            $"""
             The bucket slipway-chat-local-123456789012 cannot be the release bucket of local. Nothing was changed.
               reason  {reason}
               try     give the environment a ReleaseBucket of another name
             """,
            error.Message);
        Assert.Equal("123456789012", server.Calls[0].Headers["x-amz-expected-bucket-owner"]);
    }

    private static async Task<IReadOnlyList<string>> Run(AwsSession session)
    {
        var output = new RecordingOutput();
        await new Bootstrap(new AwsReleaseBucketSetup(session.S3, Here), output).Run(Chat, Here, Ct);
        return [.. output.Events.Select(one => one.Text)];
    }
}

using System.Net;
using Amazon.CloudWatchLogs.Model;
using Amazon.ECS.Model;
using AWSSDK.Tests.Loopback;
using Slipway.Aws;
using Task = System.Threading.Tasks.Task;

namespace Slipway.Tests.Aws;

public sealed class AwsSessionTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    // An environment of the rehearsal cloud's name signs with its account as access key, and asks nothing of the machine.
    private static readonly DeployEnvironment Here = new("local") { Account = "111122223333", Region = "eu-west-1" };

    [Fact]
    public async Task Two_sessions_that_call_at_once_count_apart_and_a_retry_does_not_count()
    {
        var failures = 1;
        await using var server = await LoopbackServer.Start(call =>
            call.Text.Contains("flaky", StringComparison.Ordinal) && Interlocked.Decrement(ref failures) == 0 ? Reply.Json("{}", 500) : Reply.Json("{}"));
        using var one = new AwsSession(Here, new Uri(server.Url));
        using var two = new AwsSession(Here, new Uri(server.Url));

        await Task.WhenAll(
            one.Ecs.DescribeServicesAsync(new DescribeServicesRequest { Cluster = "flaky" }, Ct),
            one.Ecs.UpdateServiceAsync(new UpdateServiceRequest { Service = "web" }, Ct),
            two.Ecs.DescribeServicesAsync(new DescribeServicesRequest(), Ct),
            two.Ecs.DescribeServicesAsync(new DescribeServicesRequest(), Ct),
            two.Logs.DescribeLogGroupsAsync(new DescribeLogGroupsRequest(), Ct));

        Assert.Equal(["ecs:DescribeServices 1", "ecs:UpdateService 1"], one.Calls.Counts.Select(call => $"{call.Key} {call.Value}"));
        Assert.Equal(["ecs:DescribeServices 2", "logs:DescribeLogGroups 1"], two.Calls.Counts.Select(call => $"{call.Key} {call.Value}"));
        Assert.Equal((1, 0), (one.Calls.Mutating, two.Calls.Mutating));
        Assert.Equal(6, server.Calls.Count);
    }

    [Fact]
    public async Task The_credentials_of_another_account_are_refused_and_both_numbers_are_named()
    {
        await using var server = await LoopbackServer.Start(_ => Identity("444455556666"));
        using var session = new AwsSession(Here, new Uri(server.Url));

        var error = await Assert.ThrowsAsync<DeployException>(() => session.CheckCaller(Ct));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Equal(
            """
            The credentials belong to another account than environment local. Nothing was changed.
              expected  111122223333
              found     444455556666, arn:aws:iam::444455556666:user/ann
              try       set Profile or AssumeRole of the environment, or AWS_PROFILE
            """,
            error.Message);
    }

    [Fact]
    public async Task The_credentials_of_the_environments_own_account_are_taken()
    {
        await using var server = await LoopbackServer.Start(_ => Identity("111122223333"));
        using var session = new AwsSession(Here, new Uri(server.Url));

        await session.CheckCaller(Ct);

        Assert.Equal(["sts:GetCallerIdentity 1"], Counts(session));
        Assert.Equal("arn:aws:iam::111122223333:user/ann", session.Caller);
        Assert.True(session.IsLoopback);
    }

    [Theory]
    [InlineData("ExpiredTokenException", "The security token included in the request is expired")]
    [InlineData("UnrecognizedClientException", "The security token included in the request is invalid.")]
    public async Task Credentials_that_are_not_good_any_more_lead_to_a_new_login(string code, string message)
    {
        var error = await Failure(_ => Refusal(code, message, 400));

        Assert.Equal((Verdict.Refused, false), (error.Verdict, error.MayPass));
        Assert.Equal(
            $"""
             There are no usable AWS credentials. Nothing was changed.
               reason  {message}
               try     aws sso login, set AWS_PROFILE, or give the environment a Profile
             """,
            error.Message);
    }

    [Fact]
    public async Task A_denied_call_names_what_to_allow()
    {
        var error = await Failure(_ => Refusal("AccessDeniedException", "User: ann is not authorized to perform: ecs:DescribeServices", 400));

        Assert.Equal((Verdict.Failed, false), (error.Verdict, error.MayPass));
        Assert.Equal(
            """
            ecs:DescribeServices was refused.
              reason  AccessDeniedException: User: ann is not authorized to perform: ecs:DescribeServices
              try     allow ecs:DescribeServices to the caller
            """,
            error.Message);
    }

    [Theory]
    [InlineData("ThrottlingException", 400)]
    [InlineData("ServerException", 500)]
    public async Task What_may_be_over_in_a_moment_says_so(string code, int status)
    {
        var error = await Failure(_ => Refusal(code, "Rate exceeded", status));

        Assert.True(error.MayPass);
        Assert.Equal(
            $"""
             ecs:DescribeServices failed, perhaps for the moment.
               reason  {code}: Rate exceeded
               try     the same again in a minute
             """,
            error.Message);
    }

    [Fact]
    public async Task A_proxys_own_page_is_quoted_and_may_be_over_in_a_moment()
    {
        var error = await Failure(_ => new Reply(502, "<html><body>Bad Gateway of the office</body></html>", "text/html"));

        Assert.True(error.MayPass);
        Assert.Contains("502", error.Message, StringComparison.Ordinal);
        Assert.Contains("Bad Gateway of the office", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_connection_names_what_decides_where_calls_go()
    {
        var server = await LoopbackServer.Start(_ => Reply.Json("{}"));
        var nowhere = new Uri(server.Url);
        await server.DisposeAsync();
        using var session = new AwsSession(Here, nowhere);

        var error = await Assert.ThrowsAsync<DeployException>(() => Describe(session));

        Assert.True(error.MayPass);
        Assert.StartsWith("ecs:DescribeServices did not reach AWS.", error.Message, StringComparison.Ordinal);
        Assert.Contains("refused", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("check the region, AWS_ENDPOINT_URL, and the network or proxy settings", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("http://127.0.0.1:4566", null, "http://127.0.0.1:4566/")]
    [InlineData("http://127.0.0.1:4566", "https://s3.example", "https://s3.example/")]
    [InlineData("nonsense", null, null)]
    public void The_variable_of_a_service_goes_before_the_general_one(string? general, string? ofS3, string? expected) => Assert.Equal(
        expected,
        AwsSession.EndpointVariable(name => name switch { "AWS_ENDPOINT_URL" => general, "AWS_ENDPOINT_URL_S3" => ofS3, _ => null })?.AbsoluteUri);

    [Fact]
    public async Task A_proxy_is_not_asked_for_what_is_on_this_machine()
    {
        await using var server = await LoopbackServer.Start(_ => Reply.Json("{}"));
        var address = new Uri(server.Url);
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new DeadProxyFor(address.Port, before);
        try
        {
            using var plain = new HttpClient();
            using var session = new AwsSession(Here, address);

            await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetAsync(address, Ct));
            await Describe(session);

            Assert.Single(server.Calls);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    private static async Task<DeployException> Failure(Func<Call, Reply> answer)
    {
        await using var server = await LoopbackServer.Start(answer);
        using var session = new AwsSession(Here, new Uri(server.Url));
        return await Assert.ThrowsAsync<DeployException>(() => Describe(session));
    }

    private static Task<DescribeServicesResponse> Describe(AwsSession session) =>
        AwsFailures.Translate("ecs:DescribeServices", () => session.Ecs.DescribeServicesAsync(new DescribeServicesRequest(), Ct));

    private static IEnumerable<string> Counts(AwsSession session) => session.Calls.Counts.Select(call => $"{call.Key} {call.Value}");

    private static Reply Refusal(string code, string message, int status) => Reply.Json($$"""{"__type":"{{code}}","message":"{{message}}"}""", status);

    private static Reply Identity(string account) => Reply.Xml(
        $"""
         <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
           <Arn>arn:aws:iam::{account}:user/ann</Arn><UserId>AIDA</UserId><Account>{account}</Account>
         </GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>
         """);

    /// <summary>Sends one port's requests to where nothing listens and leaves all others alone: tests run side by side.</summary>
    private sealed class DeadProxyFor(int port, IWebProxy others) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination) => destination.Port == port ? new Uri("http://127.0.0.1:1") : others.GetProxy(destination);

        public bool IsBypassed(Uri host) => host.Port != port && others.IsBypassed(host);
    }
}

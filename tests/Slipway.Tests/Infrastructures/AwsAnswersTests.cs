using System.Net;
using Amazon.Runtime;
using AWSSDK.Tests.Loopback;
using Slipway.Aws;
using Slipway.Infrastructures;

namespace Slipway.Tests.Infrastructures;

public sealed class AwsAnswersTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("UnauthorizedOperation", HttpStatusCode.Forbidden, "needs ec2:DescribeSubnets")]
    [InlineData("AccessDenied", HttpStatusCode.Forbidden, "needs ec2:DescribeSubnets")]
    [InlineData("AccessDeniedException", HttpStatusCode.BadRequest, "needs ec2:DescribeSubnets")]
    [InlineData("InvalidAction", HttpStatusCode.BadRequest, "ec2:DescribeSubnets is not known to this endpoint")]
    [InlineData("NotImplemented", HttpStatusCode.NotImplemented, "ec2:DescribeSubnets is not known to this endpoint")]
    [InlineData("InternalServerError", HttpStatusCode.InternalServerError, "ec2:DescribeSubnets is not known to this endpoint")]
    [InlineData("InternalFailure", HttpStatusCode.InternalServerError, "ec2:DescribeSubnets failed: InternalFailure: Words.")]
    [InlineData("Throttling", HttpStatusCode.BadRequest, "ec2:DescribeSubnets failed: Throttling: Words.")]
    public async Task A_question_without_an_answer_says_why(string code, HttpStatusCode status, string why)
    {
        var answer = await AwsAnswers.Ask<string>("ec2:DescribeSubnets", () => throw new AmazonServiceException("Words.") { ErrorCode = code, StatusCode = status });

        Assert.False(answer.Is(out _));
        Assert.Equal(why, answer.Why);
    }

    [Fact]
    public async Task Unusable_credentials_are_no_answer_but_the_end_of_the_run()
    {
        var error = await Assert.ThrowsAsync<DeployException>(
            () => AwsAnswers.Ask<string>("ec2:DescribeSubnets", () => throw new AmazonServiceException("Expired.") { ErrorCode = "ExpiredToken", StatusCode = HttpStatusCode.BadRequest }));

        Assert.Equal(Verdict.Refused, error.Verdict);
        await Assert.ThrowsAsync<DeployException>(() => AwsAnswers.Ask<string>("ec2:DescribeSubnets", () => throw new HttpRequestException("No route to host")));
    }

    [Fact]
    public async Task A_sessions_role_is_asked_for_with_its_path_and_those_that_it_may_not_pass_are_named()
    {
        await using var server = await LoopbackServer.Start(call => call.Text.Contains("Action=GetRole&", StringComparison.Ordinal)
            ? Reply.Xml(
                """
                <GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role>
                  <Path>/ci/</Path><RoleName>deployer</RoleName><RoleId>AROA</RoleId><Arn>arn:aws:iam::111122223333:role/ci/deployer</Arn>
                  <AssumeRolePolicyDocument>%7B%22Statement%22%3A%5B%5D%7D</AssumeRolePolicyDocument>
                </Role></GetRoleResult></GetRoleResponse>
                """)
            : Reply.Xml(
                $"""
                <SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult><EvaluationResults>
                  <member><EvalActionName>iam:PassRole</EvalActionName><EvalResourceName>{Shop.ExecutionRole}</EvalResourceName><EvalDecision>allowed</EvalDecision></member>
                  <member><EvalActionName>iam:PassRole</EvalActionName><EvalResourceName>{Shop.TaskRole}</EvalResourceName><EvalDecision>implicitDeny</EvalDecision></member>
                </EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>
                """));
        using var session = new AwsSession(new DeployEnvironment("local") { Account = "111122223333", Region = "eu-west-1" }, new Uri(server.Url));
        var roles = new AwsRoles(session.Iam, () => "arn:aws:sts::111122223333:assumed-role/deployer/run-42");

        var answer = await roles.NotPassed([Shop.ExecutionRole, Shop.TaskRole], RoleCheck.Tasks, Ct);

        Assert.True(answer.Is(out var notPassed));
        Assert.Equal([Shop.TaskRole], notPassed);
        var asked = Uri.UnescapeDataString(server.Calls.Single(call => call.Text.Contains("Action=Simulate", StringComparison.Ordinal)).Text);
        Assert.Contains("PolicySourceArn=arn:aws:iam::111122223333:role/ci/deployer&", asked, StringComparison.Ordinal);
        Assert.Contains("ContextKeyName=iam:PassedToService", asked, StringComparison.Ordinal);
        Assert.True((await roles.Role("deployer", Ct)).Is(out var role));
        Assert.Equal(new Role("arn:aws:iam::111122223333:role/ci/deployer", """{"Statement":[]}"""), role);
    }

    [Fact]
    public async Task A_caller_without_policies_of_its_own_is_not_simulated()
    {
        using var session = new AwsSession(new DeployEnvironment("local") { Account = "111122223333", Region = "eu-west-1" }, new Uri("http://127.0.0.1:1"));

        Assert.True((await new AwsRoles(session.Iam, () => "arn:aws:iam::111122223333:root").NotPassed([Shop.TaskRole], RoleCheck.Tasks, Ct)).Is(out var notPassed));
        Assert.Empty(notPassed);
        Assert.Equal(
            "the caller arn:aws:sts::111122223333:federated-user/ann is neither a user nor a role",
            (await new AwsRoles(session.Iam, () => "arn:aws:sts::111122223333:federated-user/ann").NotPassed([Shop.TaskRole], RoleCheck.Tasks, Ct)).Why);
    }
}

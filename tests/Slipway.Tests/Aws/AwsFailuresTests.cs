using Amazon.Runtime;
using Slipway.Aws;

namespace Slipway.Tests.Aws;

/// <summary>What a person is told to try, for what AWS answers on the first days of an account.</summary>
public sealed class AwsFailuresTests
{
    [Theory]
    [InlineData(
        "AccessDeniedException",
        "User: arn:aws:sts::111122223333:assumed-role/ci/run is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/shop-task because no identity-based policy allows it",
        "allow iam:PassRole on resource: arn:aws:iam::111122223333:role/shop-task to the caller")]
    [InlineData("AccessDeniedException", "User: ann is not authorized to perform: ecs:CreateService", "allow ecs:CreateService to the caller")]
    [InlineData("AccessDeniedException", "Denied.", "allow ecs:CreateService to the caller")]
    [InlineData(
        "InvalidParameterException", "Unable to assume the service linked role. Please verify that the ECS service linked role exists.",
        "aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com, once per account")]
    [InlineData("InvalidParameterException", "Something else.", "read AWS's reason above")]
    public async Task A_refusal_is_told_with_what_to_try(string code, string message, string next)
    {
        var error = await Assert.ThrowsAsync<DeployException>(() => AwsFailures.Translate<string>(
            "ecs:CreateService", () => throw new AmazonServiceException(message) { ErrorCode = code, StatusCode = System.Net.HttpStatusCode.BadRequest }));

        Assert.Equal($"ecs:CreateService was refused.\n  reason  {code}: {message}\n  try     {next}", error.Message.ReplaceLineEndings("\n"));
    }
}

using System.Globalization;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Slipway.GitHub;

namespace Slipway.Pipelines.Simulation.Actions;

/// <summary>
/// <c>aws-actions/configure-aws-credentials</c>: takes a role of the rehearsal cloud with the identity that the simulated GitHub vouches for. Nothing else that the action
/// can do is there: no stored key has a place in a generated workflow.
/// </summary>
/// <param name="aws">The rehearsal cloud.</param>
/// <param name="trusted">The subjects that a role trusts, as the definitions have it; null: they do not know the role.</param>
internal sealed class AwsCredentialsAction(Uri aws, Func<string, IReadOnlyList<string>?> trusted)
{
    public const string Name = "aws-actions/configure-aws-credentials";
    private const string Audience = "sts.amazonaws.com";

    public async Task<ActionOutcome> Run(StepCall call, CancellationToken ct)
    {
        call.Know("role-to-assume", "aws-region", "allowed-account-ids", "role-session-name", "role-duration-seconds", "mask-aws-account-id", "audience");
        var role = call.Input("role-to-assume") ?? throw new DeployException($"{Name} needs role-to-assume: stored keys cannot be simulated.", Verdict.Usage);
        var region = call.Input("aws-region") ?? throw new DeployException($"{Name} needs aws-region.", Verdict.Usage);
        var audience = call.Input("audience") ?? Audience;

        var token = await new HttpJobIdentity(name => call.Variables.GetValueOrDefault(name)).Token(audience, ct) ?? throw new DeployException(
            $"{Name} got no identity: GitHub does not vouch for this job (permissions: id-token: write).");
        Demand(role, SubjectOf(token));

        using var sts = new AmazonSecurityTokenServiceClient(new AnonymousAWSCredentials(), Config(region));
        var credentials = await Take(sts, call, role, token, ct);
        var account = role.Split(':')[4];
        if (call.Input("allowed-account-ids") is { } allowed && !allowed.Split(',', StringSplitOptions.TrimEntries).Contains(account, StringComparer.Ordinal))
            throw new DeployException($"{Name} took a role in account {account}, which is none of the allowed ones: {allowed}.");

        call.Log.Mask(credentials.SecretAccessKey);
        call.Log.Mask(credentials.SessionToken);
        call.Log.Write($"took {role}");
        return new ActionOutcome(
            new Dictionary<string, string> { ["aws-account-id"] = account },
            new Dictionary<string, string>
            {
                ["AWS_ACCESS_KEY_ID"] = credentials.AccessKeyId,
                ["AWS_SECRET_ACCESS_KEY"] = credentials.SecretAccessKey,
                ["AWS_SESSION_TOKEN"] = credentials.SessionToken,
                ["AWS_REGION"] = region,
                ["AWS_DEFAULT_REGION"] = region,
            });
    }

    private static async Task<Credentials> Take(AmazonSecurityTokenServiceClient sts, StepCall call, string role, string token, CancellationToken ct)
    {
        try
        {
            var taken = await sts.AssumeRoleWithWebIdentityAsync(
                new AssumeRoleWithWebIdentityRequest
                {
                    RoleArn = role,
                    RoleSessionName = call.Input("role-session-name") ?? "GitHubActions",
                    DurationSeconds = int.Parse(call.Input("role-duration-seconds") ?? "3600", CultureInfo.InvariantCulture),
                    WebIdentityToken = token,
                },
                ct);
            return taken.Credentials;
        }
        catch (AmazonServiceException exception)
        {
            throw new DeployException($"{Name} did not get {role}: {exception.ErrorCode}, {exception.Message}", inner: exception);
        }
    }

    /// <summary>What AWS would say where a role's trust policy is the one that the definitions ask for.</summary>
    private void Demand(string role, string subject)
    {
        if (trusted(role) is { } subjects && !subjects.Contains(subject, StringComparer.Ordinal))
        {
            throw new DeployException(
                $"""
                 {Name} did not get {role}: Not authorized to perform sts:AssumeRoleWithWebIdentity.
                   presented  {subject}
                   trusted    {string.Join(", ", subjects.DefaultIfEmpty("nobody"))}
                 """);
        }
    }

    private static string SubjectOf(string token) =>
        $"{System.Text.Json.Nodes.JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[1]))?["sub"]}";

    private AmazonSecurityTokenServiceConfig Config(string region) => new() { ServiceURL = aws.AbsoluteUri, AuthenticationRegion = region };
}

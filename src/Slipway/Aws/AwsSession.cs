using System.Net;
using Amazon;
using Amazon.CloudWatchLogs;
using Amazon.ECR;
using Amazon.ECS;
using Amazon.ElasticLoadBalancingV2;
using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Slipway.Aws;

/// <summary>The AWS clients of one environment. All of their calls are counted.</summary>
/// <param name="endpoint">The rehearsal cloud's; null: AWS itself, or what AWS_ENDPOINT_URL says.</param>
internal sealed class AwsSession(DeployEnvironment environment, Uri? endpoint)
{
    private readonly Lazy<AWSCredentials> _credentials = new(() => AwsCredentials.Of(environment, endpoint));

    private IAmazonECR? _ecr;
    private IAmazonECS? _ecs;
    private IAmazonElasticLoadBalancingV2? _elb;
    private IAmazonCloudWatchLogs? _logs;
    private IAmazonSecretsManager? _secrets;

    public ApiCalls Calls { get; } = new();

    public IAmazonECR Ecr => _ecr ??= Calls.Counted(() => new AmazonECRClient(_credentials.Value, Configured(new AmazonECRConfig())));

    public IAmazonECS Ecs => _ecs ??= Calls.Counted(() => new AmazonECSClient(_credentials.Value, Configured(new AmazonECSConfig())));

    public IAmazonElasticLoadBalancingV2 LoadBalancing =>
        _elb ??= Calls.Counted(() => new AmazonElasticLoadBalancingV2Client(_credentials.Value, Configured(new AmazonElasticLoadBalancingV2Config())));

    public IAmazonCloudWatchLogs Logs =>
        _logs ??= Calls.Counted(() => new AmazonCloudWatchLogsClient(_credentials.Value, Configured(new AmazonCloudWatchLogsConfig())));

    public IAmazonSecretsManager SecretsManager =>
        _secrets ??= Calls.Counted(() => new AmazonSecretsManagerClient(_credentials.Value, Configured(new AmazonSecretsManagerConfig())));

    /// <exception cref="DeployException">The caller belongs to another account than the environment.</exception>
    public async Task DemandAccount(CancellationToken ct)
    {
        using var sts = Calls.Counted(() => new AmazonSecurityTokenServiceClient(_credentials.Value, Configured(new AmazonSecurityTokenServiceConfig())));
        var caller = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), ct);
        if (caller.Account == environment.Account)
            return;

        throw new DeployException(
            $"""
             The environment {environment} is account {environment.Account}, but the credentials belong to account {caller.Account}. Nothing was changed.
               caller  {caller.Arn}
               try     take credentials of account {environment.Account}: set the environment's Profile or AssumeRole, or AWS_PROFILE
             """,
            Verdict.Refused);
    }

    private T Configured<T>(T config)
        where T : ClientConfig
    {
        config.RegionEndpoint = RegionEndpoint.GetBySystemName(environment.Region);
        if (endpoint is not null)
        {
            config.ServiceURL = endpoint.AbsoluteUri;
            config.AuthenticationRegion = environment.Region;
        }

        // A proxy for the internet cannot reach this machine's own loopback.
        var address = endpoint ?? (Uri.TryCreate(Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL"), UriKind.Absolute, out var given) ? given : null);
        if (address?.IsLoopback == true)
            config.SetWebProxy(new WebProxy());

        return config;
    }
}

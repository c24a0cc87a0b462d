using System.Collections.Concurrent;
using Amazon;
using Amazon.ApplicationAutoScaling;
using Amazon.CloudFront;
using Amazon.CloudWatch;
using Amazon.CloudWatchLogs;
using Amazon.CodePipeline;
using Amazon.EC2;
using Amazon.ECR;
using Amazon.ECS;
using Amazon.ElasticLoadBalancingV2;
using Amazon.IdentityManagement;
using Amazon.RDS;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SecretsManager;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace Slipway.Aws;

/// <summary>The AWS clients of one run: one account, one region, one count of calls. Clients are made when they are first used.</summary>
/// <param name="endpoint">The rehearsal cloud's address; null: AWS, or what <c>AWS_ENDPOINT_URL</c> names.</param>
internal sealed class AwsSession(DeployEnvironment environment, Uri? endpoint) : IDisposable
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _clients = new();
    private readonly Lazy<AWSCredentials> _credentials = new(() => CredentialsOf(environment));

    public AwsCalls Calls { get; } = new();

    /// <summary>Whether calls go to this machine: to the rehearsal cloud, or to what <c>AWS_ENDPOINT_URL</c> names.</summary>
    public bool IsLoopback { get; } = (endpoint ?? EndpointVariable(System.Environment.GetEnvironmentVariable)) is { IsLoopback: true };

    public string Region => environment.Region;

    /// <summary>ARN of the caller; null before <see cref="CheckCaller"/>.</summary>
    public string? Caller { get; private set; }

    /// <summary>
    /// Unique id of the caller, as policies know it by <c>aws:userid</c>: of a user <c>AIDA...</c>, of a role <c>AROA...:session</c>; null before
    /// <see cref="CheckCaller"/>.
    /// </summary>
    public string? CallerId { get; private set; }

    public IAmazonECS Ecs => Client<IAmazonECS>(new AmazonECSConfig(), (credentials, config) => new AmazonECSClient(credentials, (AmazonECSConfig)config));

    public IAmazonECR Ecr => Client<IAmazonECR>(new AmazonECRConfig(), (credentials, config) => new AmazonECRClient(credentials, (AmazonECRConfig)config));

    public IAmazonElasticLoadBalancingV2 LoadBalancing => Client<IAmazonElasticLoadBalancingV2>(
        new AmazonElasticLoadBalancingV2Config(),
        (credentials, config) => new AmazonElasticLoadBalancingV2Client(credentials, (AmazonElasticLoadBalancingV2Config)config));

    public IAmazonApplicationAutoScaling AutoScaling => Client<IAmazonApplicationAutoScaling>(
        new AmazonApplicationAutoScalingConfig(),
        (credentials, config) => new AmazonApplicationAutoScalingClient(credentials, (AmazonApplicationAutoScalingConfig)config));

    public IAmazonCloudWatch CloudWatch => Client<IAmazonCloudWatch>(
        new AmazonCloudWatchConfig(), (credentials, config) => new AmazonCloudWatchClient(credentials, (AmazonCloudWatchConfig)config));

    public IAmazonCloudWatchLogs Logs => Client<IAmazonCloudWatchLogs>(
        new AmazonCloudWatchLogsConfig(), (credentials, config) => new AmazonCloudWatchLogsClient(credentials, (AmazonCloudWatchLogsConfig)config));

    public IAmazonSecretsManager Secrets => Client<IAmazonSecretsManager>(
        new AmazonSecretsManagerConfig(), (credentials, config) => new AmazonSecretsManagerClient(credentials, (AmazonSecretsManagerConfig)config));

    public IAmazonCloudFront CloudFront => Client<IAmazonCloudFront>(
        new AmazonCloudFrontConfig(), (credentials, config) => new AmazonCloudFrontClient(credentials, (AmazonCloudFrontConfig)config));

    public IAmazonCodePipeline CodePipeline => Client<IAmazonCodePipeline>(
        new AmazonCodePipelineConfig(), (credentials, config) => new AmazonCodePipelineClient(credentials, (AmazonCodePipelineConfig)config));

    public IAmazonEC2 Ec2 => Client<IAmazonEC2>(new AmazonEC2Config(), (credentials, config) => new AmazonEC2Client(credentials, (AmazonEC2Config)config));

    public IAmazonIdentityManagementService Iam => Client<IAmazonIdentityManagementService>(
        new AmazonIdentityManagementServiceConfig(),
        (credentials, config) => new AmazonIdentityManagementServiceClient(credentials, (AmazonIdentityManagementServiceConfig)config));

    public IAmazonRDS Rds => Client<IAmazonRDS>(new AmazonRDSConfig(), (credentials, config) => new AmazonRDSClient(credentials, (AmazonRDSConfig)config));

    public IAmazonS3 S3 => Client<IAmazonS3>(
        // Buckets have no host names of their own on loopback.
        new AmazonS3Config { ForcePathStyle = endpoint is not null || IsLoopback },
        (credentials, config) => new AmazonS3Client(credentials, (AmazonS3Config)config));

    private IAmazonSecurityTokenService Sts => Client<IAmazonSecurityTokenService>(
        new AmazonSecurityTokenServiceConfig(),
        (credentials, config) => new AmazonSecurityTokenServiceClient(credentials, (AmazonSecurityTokenServiceConfig)config));

    /// <summary>Refuses to go on with the credentials of another account than the environment's.</summary>
    /// <exception cref="DeployException">Another account (<see cref="Verdict.Refused"/>), or no usable credentials.</exception>
    public async Task CheckCaller(CancellationToken ct)
    {
        var caller = await AwsFailures.Translate("sts:GetCallerIdentity", () => Sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), ct));
        (Caller, CallerId) = (caller.Arn, caller.UserId);
        if (caller.Account != environment.Account)
        {
            throw new DeployException(
                $"""
                 The credentials belong to another account than environment {environment.Name}. Nothing was changed.
                   expected  {environment.Account}
                   found     {caller.Account}, {caller.Arn}
                   try       set Profile or AssumeRole of the environment, or AWS_PROFILE
                 """,
                Verdict.Refused);
        }
    }

    /// <summary>What requests that no client makes are signed with. They are renewed when their time comes.</summary>
    public Task<ImmutableCredentials> Credentials() => _credentials.Value.GetCredentialsAsync();

    /// <summary>The address of a bucket, with its name in the host or in the path, as the client for S3 has it.</summary>
    /// <exception cref="DeployException">No bucket can have the name.</exception>
    public Uri BucketUrl(string bucket)
    {
        try
        {
            return new Uri(S3.DetermineServiceOperationEndpoint(new ListObjectsV2Request { BucketName = bucket }).URL);
        }
        catch (AmazonClientException exception)
        {
            throw new DeployException(
                $"""
                 There is no address for the bucket {bucket}. Nothing was changed.
                   reason  {exception.Message}
                   try     correct its name
                 """,
                Verdict.Refused, exception);
        }
    }

    /// <summary>Something that the session has one of, made when it is first asked for and disposed with it.</summary>
    public T Own<T>(Func<T> make)
        where T : class, IDisposable => (T)_clients.GetOrAdd(typeof(T), _ => new Lazy<object>(make)).Value;

    // https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html: a service's own variable goes before the general one.
    /// <param name="variable">Gives an environment variable; null: it is not set.</param>
    internal static Uri? EndpointVariable(Func<string, string?> variable) =>
        Uri.TryCreate(variable("AWS_ENDPOINT_URL_S3") ?? variable("AWS_ENDPOINT_URL"), UriKind.Absolute, out var url) ? url : null;

    public void Dispose()
    {
        foreach (var client in _clients.Values.Where(client => client.IsValueCreated))
            (client.Value as IDisposable)?.Dispose();
    }

    private T Client<T>(ClientConfig config, Func<AWSCredentials, ClientConfig, T> make)
        where T : class =>
        (T)_clients.GetOrAdd(typeof(T), _ => new Lazy<object>(() =>
        {
            var credentials = _credentials.Value;
            Configure(config);
            return AwsPipeline.Make(Calls, () => make(credentials, config));
        })).Value;

    private void Configure(ClientConfig config)
    {
        if (endpoint is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(environment.Region);
            return;
        }

        config.ServiceURL = endpoint.ToString();
        config.AuthenticationRegion = environment.Region;
        if (endpoint.IsLoopback)
            config.HttpClientFactory = new WithoutProxy();
    }

    private static AWSCredentials CredentialsOf(DeployEnvironment environment)
    {
        // The rehearsal cloud takes the access key's twelve digits for the account.
        if (environment.IsLocal)
            return new BasicAWSCredentials(environment.Account, "rehearsal");

        try
        {
            var source = environment.Profile is { } profile ? OfProfile(new CredentialProfileStoreChain(), profile) : DefaultAWSCredentialsIdentityResolver.GetCredentials();
            return environment.AssumeRole is { } role ? new AssumeRoleAWSCredentials(source, role, "slipway") : source;
        }
        catch (AmazonClientException exception)
        {
            throw AwsFailures.NoCredentials(exception);
        }
    }

    /// <exception cref="DeployException">The chain has no such profile; those that it has are named.</exception>
    internal static AWSCredentials OfProfile(CredentialProfileStoreChain chain, string name) =>
        chain.TryGetAWSCredentials(name, out var credentials)
            ? credentials
            : throw new DeployException(
                $"""
                 The AWS profile {name} was not found or is not complete. Nothing was changed.
                   found  {string.Join(", ", chain.ListProfiles().Select(profile => profile.Name).DefaultIfEmpty("no profile"))}
                   try    aws configure sso --profile {name}
                 """,
                Verdict.Refused);

    // A proxy cannot reach this machine's loopback.
    private sealed class WithoutProxy : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }, disposeHandler: true);
    }
}

using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Util;

namespace Amazon.Runtime.Compat;

/// <summary>The wire format of a service.</summary>
internal enum AwsProtocol
{
    Json10,
    Json11,
    Query,

    /// <summary>EC2's own kind of query: lists have no <c>.member</c>, replies no element around the result.</summary>
    Ec2,

    /// <summary>An operation is a method and a path; the body, if any, is XML.</summary>
    RestXml,
}

/// <summary>Where a service is that a partition has only once, and the region it signs for there.</summary>
internal sealed record GlobalEndpoint(string Partition, string Host, string Region);

/// <summary>
/// What sets one AWS service apart from another: where it is, how it signs, and how it spells its requests. The calls of
/// every client go through the pipeline of AWSSDK.Core with this as the one description.
/// </summary>
internal sealed class AwsService : IServiceMetadata, IEndpointProvider
{
    private const string Region = "Region";
    private const string Endpoint = "Endpoint";

    public required string ServiceId { get; init; }

    /// <summary>The first part of the host name; ECR's is <c>api.ecr</c> although it signs as <c>ecr</c>.</summary>
    public required string EndpointPrefix { get; init; }

    public required string SigningName { get; init; }

    public required string ApiVersion { get; init; }

    public required AwsProtocol Protocol { get; init; }

    /// <summary>What stands before the operation in X-Amz-Target; for the JSON protocols.</summary>
    public string TargetPrefix { get; init; } = "";

    /// <summary>Whether members begin with a small letter on the wire; for the JSON protocols.</summary>
    public bool CamelCase { get; init; }

    /// <summary>The namespace of XML that is sent.</summary>
    public string XmlNamespace { get; init; } = "";

    /// <summary>The endpoints of a service without regions, one for each partition that has it; empty: the service has regions.</summary>
    public IReadOnlyList<GlobalEndpoint> Global { get; init; } = [];

    /// <summary>The exception that all errors of this service derive from.</summary>
    public required Type Error { get; init; }

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();

    public InvokeOptions Options<T>()
        where T : AmazonWebServiceResponse, new() =>
        new() { RequestMarshaller = new RequestWriter(this), ResponseUnmarshaller = new ResponseReader<T>(this) };

    public void Customize(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new Resolver(this));
        pipeline.AddHandlerAfter<Marshaller>(new Signing());
    }

    public static EndpointParameters ParametersFor(IClientConfig config, RegionEndpoint? alternative) =>
        new()
        {
            [Region] = RegionOf(config, alternative),
            [Endpoint] = config.ServiceURL,
            ["UseFIPS"] = config.UseFIPSEndpoint,
            ["UseDualStack"] = config.UseDualstackEndpoint,
        };

    /// <summary>The endpoint of the region or of its partition, or the configured one (ServiceURL, AWS_ENDPOINT_URL and their like) as it is.</summary>
    /// <exception cref="AmazonClientException">There is no region, the service is not in its partition, or FIPS or dual-stack hosts were asked for.</exception>
    public Endpoints.Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        if (parameters["UseFIPS"] is true || parameters["UseDualStack"] is true)
        {
            throw new AmazonClientException(
                $"The built-in {ServiceId} client knows no FIPS or dual-stack hosts. Unset AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT, or build with UpstreamPackages=true.");
        }

        if (parameters[Endpoint] is string { Length: > 0 } url)
        {
            return new(url);
        }

        return parameters[Region] is string { Length: > 0 } region
            ? new($"https://{HostAndRegion(region).Host}")
            : throw new AmazonClientException($"No region is configured for {ServiceId}. Pass a RegionEndpoint or set AWS_REGION.");
    }

    /// <summary>The region that a request is signed for. A configured endpoint gets the configured region, global service or not.</summary>
    private string? SigningRegion(EndpointParameters parameters) =>
        parameters[Region] is string region && parameters[Endpoint] is not string { Length: > 0 } ? HostAndRegion(region).Region : parameters[Region] as string;

    private (string Host, string Region) HostAndRegion(string region)
    {
        var partition = RegionEndpoint.GetBySystemName(region);
        if (Global.Count == 0)
        {
            return ($"{EndpointPrefix}.{region}.{partition.PartitionDnsSuffix}", region);
        }

        return Global.FirstOrDefault(endpoint => endpoint.Partition == partition.PartitionName) is { } global
            ? (global.Host, global.Region)
            : throw new AmazonClientException(
                $"The built-in {ServiceId} client knows no endpoint for {region} (partition {partition.PartitionName}), only for {string.Join(", ", Global.Select(endpoint => endpoint.Partition))}. Build with UpstreamPackages=true.");
    }

    private static string? RegionOf(IClientConfig config, RegionEndpoint? alternative) =>
        alternative?.SystemName
        ?? config.RegionEndpoint?.SystemName
        ?? (string.IsNullOrEmpty(config.AuthenticationRegion) ? null : config.AuthenticationRegion)
        ?? (string.IsNullOrEmpty(config.ServiceURL) ? null : AWSSDKUtils.DetermineRegion(config.ServiceURL));

    private sealed class Resolver(AwsService service) : BaseEndpointResolver
    {
        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) =>
            ParametersFor(requestContext.ClientConfig, requestContext.Request.AlternateEndpoint);

        // With an overridden endpoint the signer would look for the region in the host name, find none in 127.0.0.1,
        // and take us-east-1.
        protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters) =>
            executionContext.RequestContext.Request.AuthenticationRegion = service.SigningRegion(parameters);
    }

    private sealed class Signing : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }
}

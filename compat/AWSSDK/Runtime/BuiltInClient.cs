using Amazon.Runtime.Internal;

namespace Amazon.Runtime.Compat;

/// <summary>What every built-in client has in common: it calls through AWSSDK.Core's pipeline, told by the description of the service.</summary>
public abstract class BuiltInClient : AmazonServiceClient
{
    private protected BuiltInClient(BuiltInConfig config)
        : base(config)
    {
    }

    private protected BuiltInClient(AWSCredentials credentials, BuiltInConfig config)
        : base(credentials, config)
    {
    }

    private protected abstract AwsService Service { get; }

    protected override IServiceMetadata ServiceMetadata => Service;

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => Service.Customize(pipeline);

    private protected Task<T> Call<T>(AmazonWebServiceRequest request, CancellationToken cancellationToken)
        where T : AmazonWebServiceResponse, new() =>
        InvokeAsync<T>(request, Service.Options<T>(), cancellationToken);
}

using Amazon.CodePipeline.Model;
using Amazon.Runtime;

namespace Amazon.CodePipeline;

/// <summary>CodePipeline, as far as this project uses it.</summary>
public interface IAmazonCodePipeline : IAmazonService, IDisposable
{
    Task<ListActionExecutionsResponse> ListActionExecutionsAsync(ListActionExecutionsRequest request, CancellationToken cancellationToken = default);

    Task<ListPipelineExecutionsResponse> ListPipelineExecutionsAsync(ListPipelineExecutionsRequest request, CancellationToken cancellationToken = default);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonCodePipelineConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new AmazonCodePipelineClient(awsCredentials, (AmazonCodePipelineConfig)clientConfig);
}

using Amazon.CodePipeline.Model;
using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CodePipeline;

/// <summary>CodePipeline, as far as this project uses it.</summary>
public class AmazonCodePipelineClient : BuiltInClient, IAmazonCodePipeline
{
    public AmazonCodePipelineClient() : base(new AmazonCodePipelineConfig()) { }

    public AmazonCodePipelineClient(RegionEndpoint region) : base(new AmazonCodePipelineConfig { RegionEndpoint = region }) { }

    public AmazonCodePipelineClient(AmazonCodePipelineConfig config) : base(config) { }

    public AmazonCodePipelineClient(AWSCredentials credentials) : base(credentials, new AmazonCodePipelineConfig()) { }

    public AmazonCodePipelineClient(AWSCredentials credentials, RegionEndpoint region) : base(credentials, new AmazonCodePipelineConfig { RegionEndpoint = region }) { }

    public AmazonCodePipelineClient(AWSCredentials credentials, AmazonCodePipelineConfig clientConfig) : base(credentials, clientConfig) { }

    private protected override AwsService Service => AmazonCodePipelineConfig.Service;

    public virtual Task<ListActionExecutionsResponse> ListActionExecutionsAsync(ListActionExecutionsRequest request, CancellationToken cancellationToken = default) =>
        Call<ListActionExecutionsResponse>(request, cancellationToken);

    public virtual Task<ListPipelineExecutionsResponse> ListPipelineExecutionsAsync(ListPipelineExecutionsRequest request, CancellationToken cancellationToken = default) =>
        Call<ListPipelineExecutionsResponse>(request, cancellationToken);
}

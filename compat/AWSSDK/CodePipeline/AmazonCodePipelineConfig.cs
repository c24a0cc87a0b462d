using Amazon.Runtime.Compat;

namespace Amazon.CodePipeline;

/// <summary>Settings of <see cref="AmazonCodePipelineClient"/>.</summary>
public class AmazonCodePipelineConfig : BuiltInConfig
{
    internal static readonly AwsService Service = new()
    {
        ServiceId = "CodePipeline",
        EndpointPrefix = "codepipeline",
        SigningName = "codepipeline",
        ApiVersion = "2015-07-09",
        TargetPrefix = "CodePipeline_20150709",
        Protocol = AwsProtocol.Json11,
        CamelCase = true,
        Error = typeof(AmazonCodePipelineException),
    };

    public AmazonCodePipelineConfig()
        : base(Service)
    {
    }
}

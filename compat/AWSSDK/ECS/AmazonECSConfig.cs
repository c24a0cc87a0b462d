using Amazon.Runtime.Compat;

namespace Amazon.ECS;

/// <summary>Settings of <see cref="AmazonECSClient"/>.</summary>
public class AmazonECSConfig : BuiltInConfig
{
    internal static readonly AwsService Service = new()
    {
        ServiceId = "ECS",
        EndpointPrefix = "ecs",
        SigningName = "ecs",
        ApiVersion = "2014-11-13",
        TargetPrefix = "AmazonEC2ContainerServiceV20141113",
        Protocol = AwsProtocol.Json11,
        CamelCase = true,
        Error = typeof(AmazonECSException),
    };

    public AmazonECSConfig()
        : base(Service)
    {
    }
}

using Amazon.Runtime.Compat;

namespace Amazon.SecretsManager;

/// <summary>Settings of <see cref="AmazonSecretsManagerClient"/>.</summary>
public class AmazonSecretsManagerConfig : BuiltInConfig
{
    internal static readonly AwsService Service = new()
    {
        ServiceId = "Secrets Manager",
        EndpointPrefix = "secretsmanager",
        SigningName = "secretsmanager",
        ApiVersion = "2017-10-17",
        TargetPrefix = "secretsmanager",
        Protocol = AwsProtocol.Json11,
        CamelCase = false,
        Error = typeof(AmazonSecretsManagerException),
    };

    public AmazonSecretsManagerConfig()
        : base(Service)
    {
    }
}

using Amazon.Runtime;
using Amazon.Runtime.Compat;
using Amazon.Runtime.Endpoints;

namespace Amazon.SecretsManager;

/// <summary>Settings of <see cref="AmazonSecretsManagerClient"/>.</summary>
public class AmazonSecretsManagerConfig : ClientConfig
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
        : base(ClientDefaults.Provider)
    {
        ServiceId = Service.ServiceId;
        AuthenticationServiceName = Service.SigningName;
        EndpointProvider = Service;
    }

    public override string RegionEndpointServiceName => Service.EndpointPrefix;

    public override string ServiceVersion => Service.ApiVersion;

    public override string UserAgent => ClientDefaults.UserAgent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        Service.ResolveEndpoint(AwsService.ParametersFor(this, parameters.AlternateEndpoint));
}

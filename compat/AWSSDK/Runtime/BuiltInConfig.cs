using Amazon.Runtime.Endpoints;

namespace Amazon.Runtime.Compat;

/// <summary>What the settings of every built-in client have in common: all of it follows from the description of the service.</summary>
public abstract class BuiltInConfig : ClientConfig
{
    private readonly AwsService _service;

    private protected BuiltInConfig(AwsService service)
        : base(ClientDefaults.Provider)
    {
        _service = service;
        ServiceId = service.ServiceId;
        AuthenticationServiceName = service.SigningName;
        EndpointProvider = service;
    }

    public override string RegionEndpointServiceName => _service.EndpointPrefix;

    public override string ServiceVersion => _service.ApiVersion;

    public override string UserAgent => ClientDefaults.UserAgent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        _service.ResolveEndpoint(AwsService.ParametersFor(this, parameters.AlternateEndpoint));
}

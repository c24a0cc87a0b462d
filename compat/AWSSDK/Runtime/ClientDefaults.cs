using Amazon.Runtime.Internal;
using Amazon.Util.Internal;

namespace Amazon.Runtime.Compat;

/// <summary>The defaults modes that the AWS SDKs share (AWS_DEFAULTS_MODE), and the user agent.</summary>
internal static class ClientDefaults
{
    public static readonly IDefaultConfigurationProvider Provider = new DefaultConfigurationProvider(
    [
        Mode(DefaultConfigurationMode.Standard, connectSeconds: 3.1),
        Mode(DefaultConfigurationMode.InRegion, connectSeconds: 1.1),
        Mode(DefaultConfigurationMode.CrossRegion, connectSeconds: 3.1),
        Mode(DefaultConfigurationMode.Mobile, connectSeconds: 30),
        Mode(DefaultConfigurationMode.Auto, connectSeconds: 1.1),
    ]);

    public static readonly string UserAgent = InternalSDKUtils.BuildUserAgentString("slipway", "1.0.0");

    private static DefaultConfiguration Mode(DefaultConfigurationMode name, double connectSeconds) =>
        new()
        {
            Name = name,
            RetryMode = RequestRetryMode.Standard,
            S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
            ConnectTimeout = TimeSpan.FromSeconds(connectSeconds),
            TlsNegotiationTimeout = TimeSpan.FromSeconds(connectSeconds),
        };
}

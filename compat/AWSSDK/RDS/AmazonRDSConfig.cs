using Amazon.Runtime.Compat;

namespace Amazon.RDS;

/// <summary>Settings of <see cref="AmazonRDSClient"/>.</summary>
public class AmazonRDSConfig : BuiltInConfig
{
    internal static readonly AwsService Service = new()
    {
        ServiceId = "RDS",
        EndpointPrefix = "rds",
        SigningName = "rds",
        ApiVersion = "2014-10-31",
        Protocol = AwsProtocol.Query,
        Error = typeof(AmazonRDSException),
    };

    public AmazonRDSConfig()
        : base(Service)
    {
    }
}

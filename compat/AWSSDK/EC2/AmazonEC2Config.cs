using Amazon.Runtime.Compat;

namespace Amazon.EC2;

/// <summary>Settings of <see cref="AmazonEC2Client"/>.</summary>
public class AmazonEC2Config : BuiltInConfig
{
    internal static readonly AwsService Service = new()
    {
        ServiceId = "EC2",
        EndpointPrefix = "ec2",
        SigningName = "ec2",
        ApiVersion = "2016-11-15",
        Protocol = AwsProtocol.Ec2,
        Error = typeof(AmazonEC2Exception),
    };

    public AmazonEC2Config()
        : base(Service)
    {
    }
}

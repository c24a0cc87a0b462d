namespace Amazon.ElasticLoadBalancingV2.Model;

public class SubnetMapping
{
    public string? SubnetId { get; set; }
    public string? AllocationId { get; set; }
    public string? PrivateIPv4Address { get; set; }
    public string? IPv6Address { get; set; }
    public string? SourceNatIpv6Prefix { get; set; }
}

public class Tag
{
    public string? Key { get; set; }
    public string? Value { get; set; }
}

public class TargetGroupAttribute
{
    public string? Key { get; set; }
    public string? Value { get; set; }
}

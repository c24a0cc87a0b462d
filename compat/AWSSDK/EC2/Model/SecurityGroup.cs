using Amazon.Runtime.Compat;

namespace Amazon.EC2.Model;

public class SecurityGroup
{
    public string? GroupId { get; set; }
    public List<IpPermission>? IpPermissionsEgress { get; set; } = Initial.List<IpPermission>();
    [WireName("tagSet")]
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
    public string? VpcId { get; set; }
    public string? SecurityGroupArn { get; set; }
    public string? OwnerId { get; set; }
    public string? GroupName { get; set; }
    [WireName("groupDescription")]
    public string? Description { get; set; }
    public List<IpPermission>? IpPermissions { get; set; } = Initial.List<IpPermission>();
}

public class IpPermission
{
    public string? IpProtocol { get; set; }
    public int? FromPort { get; set; }
    public int? ToPort { get; set; }
    [WireName("groups")]
    public List<UserIdGroupPair>? UserIdGroupPairs { get; set; } = Initial.List<UserIdGroupPair>();
    [WireName("ipRanges")]
    public List<IpRange>? Ipv4Ranges { get; set; } = Initial.List<IpRange>();
    public List<Ipv6Range>? Ipv6Ranges { get; set; } = Initial.List<Ipv6Range>();
    public List<PrefixListId>? PrefixListIds { get; set; } = Initial.List<PrefixListId>();
}

public class IpRange
{
    public string? Description { get; set; }
    public string? CidrIp { get; set; }
}

public class Ipv6Range
{
    public string? Description { get; set; }
    public string? CidrIpv6 { get; set; }
}

public class PrefixListId
{
    public string? Description { get; set; }
    [WireName("prefixListId")]
    public string? Id { get; set; }
}

public class UserIdGroupPair
{
    public string? Description { get; set; }
    public string? UserId { get; set; }
    public string? GroupName { get; set; }
    public string? GroupId { get; set; }
    public string? VpcId { get; set; }
    public string? VpcPeeringConnectionId { get; set; }
    public string? PeeringStatus { get; set; }
}

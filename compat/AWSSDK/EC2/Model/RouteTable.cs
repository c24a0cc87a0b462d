using Amazon.Runtime.Compat;

namespace Amazon.EC2.Model;

public class RouteTable
{
    [WireName("associationSet")]
    public List<RouteTableAssociation>? Associations { get; set; } = Initial.List<RouteTableAssociation>();
    [WireName("propagatingVgwSet")]
    public List<PropagatingVgw>? PropagatingVgws { get; set; } = Initial.List<PropagatingVgw>();
    public string? RouteTableId { get; set; }
    [WireName("routeSet")]
    public List<Route>? Routes { get; set; } = Initial.List<Route>();
    [WireName("tagSet")]
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
    public string? VpcId { get; set; }
    public string? OwnerId { get; set; }
}

public class PropagatingVgw
{
    public string? GatewayId { get; set; }
}

public class Route
{
    public string? DestinationCidrBlock { get; set; }
    public string? DestinationIpv6CidrBlock { get; set; }
    public string? DestinationPrefixListId { get; set; }
    public string? EgressOnlyInternetGatewayId { get; set; }
    public string? GatewayId { get; set; }
    public string? InstanceId { get; set; }
    public string? InstanceOwnerId { get; set; }
    public string? NatGatewayId { get; set; }
    public string? TransitGatewayId { get; set; }
    public string? LocalGatewayId { get; set; }
    public string? CarrierGatewayId { get; set; }
    public string? NetworkInterfaceId { get; set; }
    public RouteOrigin? Origin { get; set; }
    public RouteState? State { get; set; }
    public string? VpcPeeringConnectionId { get; set; }
    public string? CoreNetworkArn { get; set; }
    public string? OdbNetworkArn { get; set; }
    public string? IpAddress { get; set; }
}

public class RouteTableAssociation
{
    public bool? Main { get; set; }
    public string? RouteTableAssociationId { get; set; }
    public string? RouteTableId { get; set; }
    public string? SubnetId { get; set; }
    public string? GatewayId { get; set; }
    public string? PublicIpv4Pool { get; set; }
    public RouteTableAssociationState? AssociationState { get; set; }
}

public class RouteTableAssociationState
{
    public RouteTableAssociationStateCode? State { get; set; }
    public string? StatusMessage { get; set; }
}

using Amazon.EC2;
using Amazon.EC2.Model;
using Ec2 = Amazon.EC2.Model;

namespace Slipway.Infrastructures;

/// <summary>Amazon VPC. Ids are asked for by filters: an id that does not exist would fail the whole call otherwise.</summary>
internal sealed class AwsNetwork(IAmazonEC2 ec2) : INetwork
{
    /// <inheritdoc/>
    public Task<Answer<IReadOnlyList<Subnet>>> Subnets(IReadOnlyCollection<string> ids, CancellationToken ct) => Subnets("subnet-id", ids, ct);

    /// <inheritdoc/>
    public Task<Answer<IReadOnlyList<Subnet>>> SubnetsNamed(string prefix, CancellationToken ct) => Subnets("tag:Name", [$"{prefix}*"], ct);

    /// <inheritdoc/>
    public Task<Answer<IReadOnlyList<SecurityGroup>>> SecurityGroups(IReadOnlyCollection<string> ids, CancellationToken ct) => SecurityGroups("group-id", ids, ct);

    /// <inheritdoc/>
    public Task<Answer<IReadOnlyList<SecurityGroup>>> SecurityGroupsNamed(string prefix, CancellationToken ct) => SecurityGroups("group-name", [$"{prefix}*"], ct);

    /// <inheritdoc/>
    public Task<Answer<IReadOnlyList<RouteTable>>> RouteTables(string vpc, CancellationToken ct) => AwsAnswers.Ask("ec2:DescribeRouteTables", () => Pages(async next =>
    {
        var page = await ec2.DescribeRouteTablesAsync(new DescribeRouteTablesRequest { Filters = Where("vpc-id", [vpc]), NextToken = next }, ct);
        return ((page.RouteTables ?? []).Select(Read), page.NextToken);
    }));

    /// <inheritdoc/>
    public Task<Answer<IReadOnlyList<Endpoint>>> Endpoints(string vpc, CancellationToken ct) => AwsAnswers.Ask("ec2:DescribeVpcEndpoints", () => Pages(async next =>
    {
        var page = await ec2.DescribeVpcEndpointsAsync(new DescribeVpcEndpointsRequest { Filters = Where("vpc-id", [vpc]), NextToken = next }, ct);
        return ((page.VpcEndpoints ?? []).Select(Read), page.NextToken);
    }));

    private Task<Answer<IReadOnlyList<Subnet>>> Subnets(string filter, IReadOnlyCollection<string> values, CancellationToken ct) => AwsAnswers.Ask("ec2:DescribeSubnets", () => Pages(async next =>
    {
        var page = await ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { Filters = Where(filter, values), NextToken = next }, ct);
        return ((page.Subnets ?? []).Select(subnet => new Subnet(subnet.SubnetId!, subnet.VpcId!)), page.NextToken);
    }));

    private Task<Answer<IReadOnlyList<SecurityGroup>>> SecurityGroups(string filter, IReadOnlyCollection<string> values, CancellationToken ct) => values.Count == 0
        ? Task.FromResult(Answer.Of<IReadOnlyList<SecurityGroup>>([]))
        : AwsAnswers.Ask("ec2:DescribeSecurityGroups", () => Pages(async next =>
        {
            var page = await ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { Filters = Where(filter, values), NextToken = next }, ct);
            return ((page.SecurityGroups ?? []).Select(Read), page.NextToken);
        }));

    private static async Task<IReadOnlyList<T>> Pages<T>(Func<string?, Task<(IEnumerable<T> Found, string? Next)>> page)
    {
        List<T> all = [];
        string? next = null;
        do
        {
            (var found, next) = await page(next);
            all.AddRange(found);
        }
        while (!string.IsNullOrEmpty(next));

        return all;
    }

    private static List<Filter> Where(string name, IReadOnlyCollection<string> values) => [new Filter { Name = name, Values = [.. values] }];

    private static SecurityGroup Read(Ec2.SecurityGroup group) => new(group.GroupId!, group.VpcId!, (group.IpPermissionsEgress ?? []).Count > 0)
    {
        // -1 is every protocol with every port.
        OpenToWorld =
        [
            .. (group.IpPermissions ?? []).Where(rule => rule.IpProtocol is "tcp" or "6" or "-1" && IsForAll(rule))
                .Select(rule => rule.IpProtocol == "-1" ? new PortRange(0, 65_535) : new PortRange(rule.FromPort ?? 0, rule.ToPort ?? 65_535)),
        ],
    };

    private static bool IsForAll(IpPermission rule) =>
        (rule.Ipv4Ranges ?? []).Any(range => range.CidrIp == "0.0.0.0/0") || (rule.Ipv6Ranges ?? []).Any(range => range.CidrIpv6 == "::/0");

    private static RouteTable Read(Ec2.RouteTable table) => new(
        table.RouteTableId!,
        (table.Associations ?? []).Any(association => association.Main == true),
        [.. (table.Associations ?? []).Select(association => association.SubnetId).OfType<string>()],
        [.. (table.Routes ?? []).Select(Read)]);

    private static NetworkRoute Read(Ec2.Route route) => new(
        route.DestinationCidrBlock ?? route.DestinationPrefixListId ?? route.DestinationIpv6CidrBlock ?? "",
        route.NatGatewayId ?? route.TransitGatewayId ?? route.GatewayId ?? route.NetworkInterfaceId ?? route.InstanceId ?? route.VpcPeeringConnectionId
            ?? route.LocalGatewayId ?? route.CarrierGatewayId ?? route.CoreNetworkArn ?? route.EgressOnlyInternetGatewayId ?? "",
        route.State != RouteState.Blackhole);

    private static Endpoint Read(VpcEndpoint endpoint)
    {
        var isGateway = endpoint.VpcEndpointType == VpcEndpointType.Gateway;
        // AWS writes its states with and without a capital letter.
        var isAvailable = string.Equals(endpoint.State?.Value, "available", StringComparison.OrdinalIgnoreCase);
        return new Endpoint(endpoint.VpcEndpointId!, endpoint.ServiceName!, isGateway ? endpoint.RouteTableIds ?? [] : null, isAvailable && (isGateway || endpoint.PrivateDnsEnabled == true));
    }
}

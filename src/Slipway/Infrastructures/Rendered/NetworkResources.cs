using System.Text.Json.Nodes;
using Slipway.Pipelines.Templates;

namespace Slipway.Infrastructures.Rendered;

/// <summary>
/// A VPC with two public and two private subnets in two zones, one NAT gateway and S3's gateway endpoint, for whoever gives none. Tasks with public addresses need no private
/// subnets and no NAT gateway.
/// </summary>
internal sealed class NetworkResources(Blueprint blueprint)
{
    public const string IsMade = "MakesNetwork";

    private const string Attachment = "InternetGatewayAttachment";
    private const string GivenVpc = "VpcId";
    private const string GivenSubnets = "PublicSubnetIds";
    private const string Range = "VpcCidr";
    private const string Vpc = "Vpc";

    // Subnets of 4096 addresses: four are made of a /16, and there is room for twelve others.
    private const int HostBits = 12;

    private static readonly string[] Zones = ["A", "B"];

    /// <summary>The VPC that everything is in.</summary>
    public static JsonObject Network => Intrinsic.If(IsMade, Intrinsic.Ref(Vpc), Intrinsic.Ref(GivenVpc));

    /// <summary>The subnets of the load balancer.</summary>
    public static JsonObject PublicSubnets => Intrinsic.If(
        IsMade, new JsonArray([.. Zones.Select(zone => (JsonNode)Intrinsic.Ref($"PublicSubnet{zone}"))]), new JsonObject { ["Fn::Split"] = new JsonArray(",", Intrinsic.Ref(GivenSubnets)) });

    public IEnumerable<(string Name, JsonObject Parameter)> Parameters()
    {
        var tasks = ConventionalNames.Subnets(blueprint.Application, blueprint.Environment, blueprint.IsPublic);
        yield return (GivenVpc, TemplateParameter.Of($"A VPC that is there, in which the Name tag of the subnets of tasks begins with {tasks}; empty - one is made.", "", "^$|^vpc-[0-9a-f]+$"));
        if (blueprint.HasRoutes)
            yield return (GivenSubnets, TemplateParameter.Of("With VpcId - two of its public subnets or more, in different zones, for the load balancer, with commas between.", "", "^$|^subnet-[0-9a-f]+(,subnet-[0-9a-f]+)+$"));

        yield return (Range, TemplateParameter.Of("Without VpcId - the addresses of the VPC that is made, a /16.", "10.0.0.0/16", @"^[0-9]{1,3}\.[0-9]{1,3}\.0\.0/16$"));
    }

    /// <summary>What must hold of the parameters together; CloudFormation asks before it makes anything.</summary>
    public IEnumerable<(string Name, JsonObject Rule)> Rules()
    {
        if (blueprint.HasRoutes)
        {
            yield return ("SubnetsOfTheVpc", new JsonObject
            {
                ["RuleCondition"] = Intrinsic.IsGiven(GivenVpc),
                ["Assertions"] = new JsonArray(new JsonObject { ["Assert"] = Intrinsic.IsGiven(GivenSubnets), ["AssertDescription"] = "VpcId needs PublicSubnetIds, for the load balancer" }),
            });
        }
    }

    public static (string Name, JsonObject Condition) Condition => (IsMade, Intrinsic.IsText(GivenVpc, ""));

    public IEnumerable<(string Name, JsonObject Resource)> Resources() =>
    [
        (Vpc, Of("VPC", new JsonObject { ["CidrBlock"] = Intrinsic.Ref(Range), ["EnableDnsSupport"] = true, ["EnableDnsHostnames"] = true, ["Tags"] = Named("") })),
        ("InternetGateway", Of("InternetGateway", new JsonObject { ["Tags"] = Named("") })),
        (Attachment, Of("VPCGatewayAttachment", new JsonObject { ["VpcId"] = Intrinsic.Ref(Vpc), ["InternetGatewayId"] = Intrinsic.Ref("InternetGateway") })),
        .. Subnets(isPublic: true, first: 0),
        RouteTable("Public"),
        ("PublicRoute", TemplateResource.After(Attachment, Route("Public", "GatewayId", "InternetGateway"))),
        .. blueprint.IsPublic ? [] : Private(),
        ("S3Endpoint", Of("VPCEndpoint", new JsonObject
        {
            ["VpcEndpointType"] = "Gateway",
            ["VpcId"] = Intrinsic.Ref(Vpc),
            ["ServiceName"] = Intrinsic.Sub("com.amazonaws.${AWS::Region}.s3"),
            // Layers of images come from S3, and cost nothing this way.
            ["RouteTableIds"] = new JsonArray([Intrinsic.Ref("PublicRouteTable"), .. blueprint.IsPublic ? [] : (JsonNode[])[Intrinsic.Ref("PrivateRouteTable")]]),
        })),
    ];

    private IEnumerable<(string Name, JsonObject Resource)> Private() =>
    [
        .. Subnets(isPublic: false, first: Zones.Length),
        ("NatAddress", TemplateResource.After(Attachment, Of("EIP", new JsonObject { ["Domain"] = "vpc", ["Tags"] = Named("") }))),
        ("NatGateway", Of("NatGateway", new JsonObject { ["AllocationId"] = Intrinsic.Get("NatAddress", "AllocationId"), ["SubnetId"] = Intrinsic.Ref("PublicSubnetA"), ["Tags"] = Named("") })),
        RouteTable("Private"),
        ("PrivateRoute", Route("Private", "NatGatewayId", "NatGateway")),
    ];

    private IEnumerable<(string Name, JsonObject Resource)> Subnets(bool isPublic, int first)
    {
        var kind = isPublic ? "Public" : "Private";
        foreach (var (zone, at) in Zones.Select((zone, at) => (zone, at)))
        {
            var subnet = Of("Subnet", new JsonObject
            {
                ["VpcId"] = Intrinsic.Ref(Vpc),
                ["AvailabilityZone"] = new JsonObject { ["Fn::Select"] = new JsonArray(at, new JsonObject { ["Fn::GetAZs"] = "" }) },
                ["CidrBlock"] = new JsonObject
                {
                    ["Fn::Select"] = new JsonArray(first + at, new JsonObject { ["Fn::Cidr"] = new JsonArray(Intrinsic.Get(Vpc, "CidrBlock"), 2 * Zones.Length, HostBits) }),
                },
                ["Tags"] = new JsonArray(Tag($"{ConventionalNames.Subnets(blueprint.Application, blueprint.Environment, isPublic)}-{char.ToLowerInvariant(zone[0])}")),
            });
            // What is in a public subnet may be refused while the VPC is not attached to the internet: a load balancer, for one.
            yield return ($"{kind}Subnet{zone}", isPublic ? TemplateResource.After(Attachment, subnet) : subnet);
            yield return ($"{kind}Subnet{zone}Routes", Of("SubnetRouteTableAssociation", new JsonObject
            {
                ["SubnetId"] = Intrinsic.Ref($"{kind}Subnet{zone}"),
                ["RouteTableId"] = Intrinsic.Ref($"{kind}RouteTable"),
            }));
        }
    }

    private (string Name, JsonObject Resource) RouteTable(string kind) =>
        ($"{kind}RouteTable", Of("RouteTable", new JsonObject { ["VpcId"] = Intrinsic.Ref(Vpc), ["Tags"] = Named($"-{kind.ToLowerInvariant()}") }));

    private static JsonObject Route(string kind, string member, string target) =>
        Of("Route", new JsonObject { ["RouteTableId"] = Intrinsic.Ref($"{kind}RouteTable"), ["DestinationCidrBlock"] = "0.0.0.0/0", [member] = Intrinsic.Ref(target) });

    private JsonArray Named(string suffix) => new(Tag($"{blueprint.Prefix}{suffix}"));

    private static JsonObject Tag(string name) => new() { ["Key"] = "Name", ["Value"] = name };

    private static JsonObject Of(string type, JsonObject properties) => TemplateResource.Of($"AWS::EC2::{type}", properties, IsMade);
}

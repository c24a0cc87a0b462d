using System.Text;
using Amazon.EC2;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;

namespace AWSSDK.Tests.Aws;

/// <summary>Networks, roles and secrets through a server that nobody here wrote.</summary>
[Collection(nameof(SharedMoto))]
public sealed class MotoAccountTests(SharedMoto shared)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_network_is_read_with_its_groups_routes_and_endpoints()
    {
        var moto = await shared.Server();
        using var ec2 = (AmazonEC2Client)Service.Named("ec2").Connect(moto.Url);
        string Made(System.Xml.Linq.XElement reply, string name) => reply.Descendants().First(element => element.Name.LocalName == name).Value;
        var vpc = Made(await moto.Post("ec2", ("Action", "CreateVpc"), ("CidrBlock", "10.7.0.0/16")), "vpcId");
        var subnet = Made(await moto.Post("ec2", ("Action", "CreateSubnet"), ("VpcId", vpc), ("CidrBlock", "10.7.1.0/24"), ("AvailabilityZone", "ap-northeast-2a")), "subnetId");
        var gateway = Made(await moto.Post("ec2", ("Action", "CreateInternetGateway")), "internetGatewayId");
        await moto.Post("ec2", ("Action", "AttachInternetGateway"), ("VpcId", vpc), ("InternetGatewayId", gateway));
        var table = Made(await moto.Post("ec2", ("Action", "CreateRouteTable"), ("VpcId", vpc)), "routeTableId");
        await moto.Post("ec2", ("Action", "CreateRoute"), ("RouteTableId", table), ("DestinationCidrBlock", "0.0.0.0/0"), ("GatewayId", gateway));
        await moto.Post("ec2", ("Action", "AssociateRouteTable"), ("RouteTableId", table), ("SubnetId", subnet));
        var group = Made(await moto.Post("ec2", ("Action", "CreateSecurityGroup"), ("VpcId", vpc), ("GroupName", "web"), ("GroupDescription", "The web <tier>")), "groupId");
        await moto.Post("ec2", ("Action", "AuthorizeSecurityGroupIngress"), ("GroupId", group),
            ("IpPermissions.1.IpProtocol", "tcp"), ("IpPermissions.1.FromPort", "8080"), ("IpPermissions.1.ToPort", "8090"), ("IpPermissions.1.IpRanges.1.CidrIp", "10.7.0.0/16"));
        var endpoint = Made(await moto.Post("ec2", ("Action", "CreateVpcEndpoint"), ("VpcId", vpc), ("VpcEndpointType", "Interface"),
            ("ServiceName", "com.amazonaws.ap-northeast-2.ecr.api"), ("SubnetId.1", subnet), ("PrivateDnsEnabled", "true")), "vpcEndpointId");

        var subnets = (await ec2.DescribeSubnetsAsync(new() { SubnetIds = [subnet] }, Ct)).Subnets!;
        var groups = (await ec2.DescribeSecurityGroupsAsync(new() { Filters = [new() { Name = "vpc-id", Values = [vpc] }, new() { Name = "group-name", Values = ["web", "other"] }] }, Ct)).SecurityGroups!;
        var tables = (await ec2.DescribeRouteTablesAsync(new() { Filters = [new() { Name = "association.subnet-id", Values = [subnet] }] }, Ct)).RouteTables!;
        var endpoints = (await ec2.DescribeVpcEndpointsAsync(new() { VpcEndpointIds = [endpoint] }, Ct)).VpcEndpoints!;

        var found = Assert.Single(subnets);
        Assert.Equal((subnet, vpc, "10.7.1.0/24", "ap-northeast-2a", false), (found.SubnetId, found.VpcId, found.CidrBlock, found.AvailabilityZone, found.MapPublicIpOnLaunch));
        var web = Assert.Single(groups);
        Assert.Equal((group, "web", "The web <tier>"), (web.GroupId, web.GroupName, web.Description));
        var rule = Assert.Single(web.IpPermissions!);
        Assert.Equal(("tcp", 8080, 8090, "10.7.0.0/16"), (rule.IpProtocol, rule.FromPort, rule.ToPort, Assert.Single(rule.Ipv4Ranges!).CidrIp));
        Assert.Equal("-1", Assert.Single(web.IpPermissionsEgress!).IpProtocol);
        var routes = Assert.Single(tables);
        Assert.Equal(["0.0.0.0/0 " + gateway, "10.7.0.0/16 local"], routes.Routes!.Select(route => $"{route.DestinationCidrBlock} {route.GatewayId}").Order(StringComparer.Ordinal));
        Assert.All(routes.Routes!, route => Assert.Equal(RouteState.Active, route.State));
        Assert.Equal(subnet, Assert.Single(routes.Associations!).SubnetId);
        var service = Assert.Single(endpoints);
        Assert.Equal(("com.amazonaws.ap-northeast-2.ecr.api", VpcEndpointType.Interface, vpc, true), (service.ServiceName, service.VpcEndpointType, service.VpcId, service.PrivateDnsEnabled));
        Assert.Equal([subnet], service.SubnetIds);
    }

    [Fact]
    public async Task An_error_of_ec2_has_its_code_and_its_text()
    {
        var moto = await shared.Server();
        using var ec2 = (AmazonEC2Client)Service.Named("ec2").Connect(moto.Url);

        var error = await Assert.ThrowsAsync<AmazonEC2Exception>(() => ec2.DescribeSubnetsAsync(new() { SubnetIds = ["subnet-0000"] }, Ct));

        Assert.Equal(("InvalidSubnetID.NotFound", "The subnet ID 'subnet-0000' does not exist"), (error.ErrorCode, error.Message));
    }

    [Fact]
    public async Task A_role_is_read_and_one_that_is_not_there_is_a_typed_error()
    {
        const string trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
        var moto = await shared.Server();
        using var iam = (AmazonIdentityManagementServiceClient)Service.Named("iam").Connect(moto.Url);
        await moto.Post("iam", ("Action", "CreateRole"), ("Version", "2010-05-08"), ("RoleName", "web-task"), ("Path", "/apps/"), ("AssumeRolePolicyDocument", trust));

        var role = (await iam.GetRoleAsync(new() { RoleName = "web-task" }, Ct)).Role!;

        Assert.Equal(("web-task", "/apps/", 3600), (role.RoleName, role.Path, role.MaxSessionDuration));
        Assert.EndsWith(":role/apps/web-task", role.Arn, StringComparison.Ordinal);
        // IAM escapes policies as in addresses.
        Assert.Equal(trust, Uri.UnescapeDataString(role.AssumeRolePolicyDocument!));
        await Assert.ThrowsAsync<NoSuchEntityException>(() => iam.GetRoleAsync(new() { RoleName = "missing" }, Ct));
    }

    [Fact]
    public async Task A_secret_is_made_read_and_given_another_value()
    {
        var moto = await shared.Server();
        using var secrets = (AmazonSecretsManagerClient)Service.Named("secretsmanager").Connect(moto.Url);

        var made = await secrets.CreateSecretAsync(new() { Name = "web/api-key", SecretString = "a b~\"플랫폼\"" }, Ct);
        var first = await secrets.GetSecretValueAsync(new() { SecretId = "web/api-key" }, Ct);
        var put = await secrets.PutSecretValueAsync(new() { SecretId = made.ARN, SecretBinary = new(Encoding.UTF8.GetBytes("é")) }, Ct);
        var second = await secrets.GetSecretValueAsync(new() { SecretId = made.ARN }, Ct);

        Assert.Equal(("a b~\"플랫폼\"", made.ARN, made.VersionId), (first.SecretString, first.ARN, first.VersionId));
        Assert.Equal((null, "é", put.VersionId), (second.SecretString, Encoding.UTF8.GetString(second.SecretBinary!.ToArray()), second.VersionId));
        Assert.NotEqual(made.VersionId, put.VersionId);
        Assert.Equal(["AWSCURRENT"], second.VersionStages);
        await Assert.ThrowsAsync<ResourceExistsException>(() => secrets.CreateSecretAsync(new() { Name = "web/api-key", SecretString = "s" }, Ct));
        await Assert.ThrowsAsync<ResourceNotFoundException>(() => secrets.GetSecretValueAsync(new() { SecretId = "missing" }, Ct));
    }
}

using System.Text.Json.Nodes;
using Slipway.Pipelines.Templates;
using Slipway.Provisioning;

namespace Slipway.Infrastructures.Rendered;

/// <summary>The load balancer, its listeners with their rules, and the security groups around it. Without a certificate there is HTTP alone.</summary>
internal sealed class BalancingResources(Blueprint blueprint)
{
    public const string LoadBalancer = nameof(LoadBalancer);
    public const string HasCertificate = nameof(HasCertificate);

    private const string Certificate = "CertificateArn";
    private const string PrefixList = "AllowedPrefixList";
    private const string IsOpen = "IsOpenToAll";
    private const string Group = "LoadBalancerSecurityGroup";
    private const string Tasks = "TasksSecurityGroup";

    // TLS 1.3 and 1.2: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
    private const string TlsPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06";

    public static string TasksGroup => Tasks;

    public IEnumerable<(string Name, JsonObject Parameter)> Parameters() => !blueprint.HasRoutes ? [] :
    [
        (Certificate, TemplateParameter.Of(
            "ARN of a certificate of ACM in this region, for HTTPS at the load balancer; HTTP then leads there. Empty - HTTP alone, which ./build.sh Doctor finds.", "", "^$|^arn:[a-z-]+:acm:.+$")),
        (PrefixList, TemplateParameter.Of(
            "A prefix list from which alone the load balancer is reached, such as com.amazonaws.global.cloudfront.origin-facing (pl-...); empty - from everywhere.", "", "^$|^pl-[0-9a-f]+$")),
    ];

    public IEnumerable<(string Name, JsonObject Condition)> Conditions() =>
        !blueprint.HasRoutes ? [] : [(HasCertificate, Intrinsic.IsGiven(Certificate)), (IsOpen, Intrinsic.IsText(PrefixList, ""))];

    public IEnumerable<(string Name, JsonObject Resource)> Resources() =>
    [
        (Tasks, TasksSecurityGroup()),
        .. blueprint.HasRoutes ? Balancer() : [],
    ];

    private IEnumerable<(string Name, JsonObject Resource)> Balancer()
    {
        yield return (Group, TemplateResource.Of("AWS::EC2::SecurityGroup", new JsonObject
        {
            ["GroupName"] = $"{blueprint.Prefix}-load-balancer",
            ["GroupDescription"] = $"The load balancer of {blueprint.Application.Name} in {blueprint.Environment}",
            ["VpcId"] = NetworkResources.Network,
            ["SecurityGroupIngress"] = new JsonArray(Ingress(80), Ingress(443)),
        }));
        yield return (LoadBalancer, TemplateResource.Of("AWS::ElasticLoadBalancingV2::LoadBalancer", new JsonObject
        {
            ["Name"] = blueprint.Prefix,
            ["Type"] = "application",
            ["Scheme"] = "internet-facing",
            ["Subnets"] = NetworkResources.PublicSubnets,
            ["SecurityGroups"] = new JsonArray(Intrinsic.Get(Group, "GroupId")),
            ["LoadBalancerAttributes"] = new JsonArray(Attribute("routing.http.drop_invalid_header_fields.enabled", "true")),
        }));
        foreach (var group in blueprint.TargetGroups)
            yield return (LogicalOf(group.Name), TargetGroup(group));

        yield return ("HttpListener", TemplateResource.Of("AWS::ElasticLoadBalancingV2::Listener", new JsonObject
        {
            ["LoadBalancerArn"] = Intrinsic.Ref(LoadBalancer),
            ["Port"] = 80,
            ["Protocol"] = "HTTP",
            ["DefaultActions"] = new JsonArray(Intrinsic.If(HasCertificate, Redirect(), DefaultAction())),
        }));
        yield return ("HttpsListener", TemplateResource.Of("AWS::ElasticLoadBalancingV2::Listener", new JsonObject
        {
            ["LoadBalancerArn"] = Intrinsic.Ref(LoadBalancer),
            ["Port"] = 443,
            ["Protocol"] = "HTTPS",
            ["SslPolicy"] = TlsPolicy,
            ["Certificates"] = new JsonArray(new JsonObject { ["CertificateArn"] = Intrinsic.Ref(Certificate) }),
            ["DefaultActions"] = new JsonArray(DefaultAction()),
        }, HasCertificate));
        foreach (var rule in blueprint.Listener.Rules)
        {
            yield return ($"{LogicalOf(rule.Forward.TargetGroup)}Rule", TemplateResource.Of("AWS::ElasticLoadBalancingV2::ListenerRule", new JsonObject
            {
                ["ListenerArn"] = Intrinsic.If(HasCertificate, Intrinsic.Ref("HttpsListener"), Intrinsic.Ref("HttpListener")),
                ["Priority"] = rule.Priority,
                ["Conditions"] = new JsonArray([.. Conditions(rule)]),
                ["Actions"] = new JsonArray(Forward(rule.Forward)),
            }));
        }
    }

    public static string TargetGroupOf(Blueprint blueprint, string name) => $"{blueprint.Logical(name)}TargetGroup";

    private string LogicalOf(string group) => TargetGroupOf(blueprint, group);

    private JsonObject TasksSecurityGroup()
    {
        var properties = new JsonObject
        {
            ["GroupName"] = ConventionalNames.SecurityGroups(blueprint.Application, blueprint.Environment),
            ["GroupDescription"] = $"Tasks of {blueprint.Application.Name} in {blueprint.Environment}",
            ["VpcId"] = NetworkResources.Network,
        };
        if (blueprint.HasRoutes)
        {
            properties["SecurityGroupIngress"] = new JsonArray([.. blueprint.TargetGroups.Select(group => group.Port).Distinct().Order().Select(port => (JsonNode)new JsonObject
            {
                ["Description"] = "The load balancer",
                ["IpProtocol"] = "tcp",
                ["FromPort"] = port,
                ["ToPort"] = port,
                ["SourceSecurityGroupId"] = Intrinsic.Get(Group, "GroupId"),
            })]);
        }

        return TemplateResource.Of("AWS::EC2::SecurityGroup", properties);
    }

    private static JsonObject TargetGroup(ImpliedTargetGroup group) => TemplateResource.Of("AWS::ElasticLoadBalancingV2::TargetGroup", new JsonObject
    {
        ["Name"] = group.Name,
        ["TargetType"] = "ip",
        ["Protocol"] = "HTTP",
        ["Port"] = group.Port,
        ["VpcId"] = NetworkResources.Network,
        ["HealthCheckPath"] = group.Health.Path,
        ["HealthCheckIntervalSeconds"] = (int)group.Health.Interval.TotalSeconds,
        ["HealthCheckTimeoutSeconds"] = (int)group.Health.Timeout.TotalSeconds,
        ["HealthyThresholdCount"] = group.Health.HealthyThreshold,
        ["UnhealthyThresholdCount"] = group.Health.UnhealthyThreshold,
        ["Matcher"] = new JsonObject { ["HttpCode"] = "200" },
        ["TargetGroupAttributes"] = new JsonArray([.. group.Attributes.Select(attribute => (JsonNode)Attribute(attribute.Key, attribute.Value))]),
    });

    private JsonObject DefaultAction() => blueprint.Listener.Default is { } forward ? Forward(forward) : new JsonObject
    {
        ["Type"] = "fixed-response",
        ["FixedResponseConfig"] = new JsonObject { ["StatusCode"] = "404", ["ContentType"] = "text/plain", ["MessageBody"] = ImpliedListener.NotFound },
    };

    /// <summary>All of the traffic to the first group; what moves it changes the weights where they are, and not here.</summary>
    private JsonObject Forward(ImpliedForward forward)
    {
        if (forward.Alternate is null)
            return new JsonObject { ["Type"] = "forward", ["TargetGroupArn"] = Intrinsic.Ref(LogicalOf(forward.TargetGroup)) };

        var config = new JsonObject
        {
            ["TargetGroups"] = new JsonArray(
                new JsonObject { ["TargetGroupArn"] = Intrinsic.Ref(LogicalOf(forward.TargetGroup)), ["Weight"] = 100 },
                new JsonObject { ["TargetGroupArn"] = Intrinsic.Ref(LogicalOf(forward.Alternate)), ["Weight"] = 0 }),
        };
        if (forward.Stickiness is { } kept)
            config["TargetGroupStickinessConfig"] = new JsonObject { ["Enabled"] = true, ["DurationSeconds"] = (int)kept.TotalSeconds };

        return new JsonObject { ["Type"] = "forward", ["ForwardConfig"] = config };
    }

    private static IEnumerable<JsonNode> Conditions(ImpliedRule rule)
    {
        if (rule.Hosts.Count > 0)
            yield return new JsonObject { ["Field"] = "host-header", ["HostHeaderConfig"] = new JsonObject { ["Values"] = Words(rule.Hosts) } };

        if (rule.Paths.Count > 0)
            yield return new JsonObject { ["Field"] = "path-pattern", ["PathPatternConfig"] = new JsonObject { ["Values"] = Words(rule.Paths) } };
    }

    private static JsonObject Redirect() => new()
    {
        ["Type"] = "redirect",
        ["RedirectConfig"] = new JsonObject { ["Protocol"] = "HTTPS", ["Port"] = "443", ["StatusCode"] = "HTTP_301" },
    };

    private static JsonObject Ingress(int port) => new()
    {
        ["Description"] = port == 80 ? "HTTP" : "HTTPS",
        ["IpProtocol"] = "tcp",
        ["FromPort"] = port,
        ["ToPort"] = port,
        ["CidrIp"] = Intrinsic.If(IsOpen, "0.0.0.0/0", Intrinsic.NoValue),
        ["SourcePrefixListId"] = Intrinsic.If(IsOpen, Intrinsic.NoValue, Intrinsic.Ref(PrefixList)),
    };

    private static JsonObject Attribute(string key, string value) => new() { ["Key"] = key, ["Value"] = value };

    private static JsonArray Words(IReadOnlyList<string> words) => new([.. words.Select(word => (JsonNode)word)]);
}

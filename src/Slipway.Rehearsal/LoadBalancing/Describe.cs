using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>Resources as AWS's model shows them.</summary>
internal static class Describe
{
    public static JsonObject LoadBalancer(LoadBalancer one) => new()
    {
        ["LoadBalancerArn"] = one.Arn,
        ["DNSName"] = "127.0.0.1",
        ["CanonicalHostedZoneId"] = "Z0000000REHEARSAL",
        ["CreatedTime"] = JsonValue.Create(one.Created),
        ["LoadBalancerName"] = one.Name,
        ["Scheme"] = one.Scheme,
        ["VpcId"] = one.VpcId,
        ["State"] = new JsonObject { ["Code"] = "active" },
        ["Type"] = "application",
        ["AvailabilityZones"] = List(one.Subnets.Select((subnet, index) => new JsonObject
        {
            ["ZoneName"] = $"{one.Arn.Split(':')[3]}{(char)('a' + index)}",
            ["SubnetId"] = subnet,
            ["LoadBalancerAddresses"] = new JsonArray(),
        })),
        ["SecurityGroups"] = Texts(one.SecurityGroups),
        ["IpAddressType"] = "ipv4",
    };

    public static JsonObject TargetGroup(TargetGroup one, ElbState state) => new()
    {
        ["TargetGroupArn"] = one.Arn,
        ["TargetGroupName"] = one.Name,
        ["Protocol"] = "HTTP",
        ["ProtocolVersion"] = "HTTP1",
        ["Port"] = one.Port,
        ["VpcId"] = one.VpcId,
        ["HealthCheckEnabled"] = one.HealthCheck.Enabled,
        ["HealthCheckProtocol"] = "HTTP",
        ["HealthCheckPort"] = one.HealthCheck.Port,
        ["HealthCheckPath"] = one.HealthCheck.Path,
        ["HealthCheckIntervalSeconds"] = one.HealthCheck.IntervalSeconds,
        ["HealthCheckTimeoutSeconds"] = one.HealthCheck.TimeoutSeconds,
        ["HealthyThresholdCount"] = one.HealthCheck.HealthyThreshold,
        ["UnhealthyThresholdCount"] = one.HealthCheck.UnhealthyThreshold,
        ["Matcher"] = new JsonObject { ["HttpCode"] = one.HealthCheck.Matcher },
        ["LoadBalancerArns"] = Texts(state.UsersOf(one.Arn)),
        ["TargetType"] = one.TargetType,
        ["IpAddressType"] = "ipv4",
    };

    public static JsonObject Listener(Listener one, ElbState state) => new()
    {
        ["ListenerArn"] = one.Arn,
        ["LoadBalancerArn"] = one.LoadBalancerArn,
        ["Port"] = one.Port,
        ["Protocol"] = "HTTP",
        ["DefaultActions"] = new JsonArray(Action(state.DefaultRule(one.Arn).Action)),
    };

    public static JsonObject Rule(Rule one) => new()
    {
        ["RuleArn"] = one.Arn,
        ["Priority"] = one.Priority?.ToString() ?? "default",
        ["Conditions"] = List(one.Conditions.Select(Condition)),
        ["Actions"] = new JsonArray(Action(one.Action)),
        ["IsDefault"] = one.IsDefault,
    };

    public static JsonObject TargetHealth(Target target, TargetHealth health, string healthCheckPort)
    {
        var shown = new JsonObject { ["State"] = health.State };
        if (health.Reason is not null)
            shown["Reason"] = health.Reason;
        if (health.Description is not null)
            shown["Description"] = health.Description;

        return new()
        {
            ["Target"] = new JsonObject { ["Id"] = target.Ip, ["Port"] = target.Port },
            ["HealthCheckPort"] = healthCheckPort == "traffic-port" ? target.Port.ToString() : healthCheckPort,
            ["TargetHealth"] = shown,
        };
    }

    public static JsonArray Pairs(IEnumerable<KeyValuePair<string, string>> pairs) =>
        List(pairs.Select(pair => new JsonObject { ["Key"] = pair.Key, ["Value"] = pair.Value }));

    public static JsonArray List(IEnumerable<JsonObject> items) => new([.. items]);

    private static JsonArray Texts(IEnumerable<string> items) => new([.. items.Select(item => JsonValue.Create(item))]);

    /// <summary>A forward to a single group is shown twice, by its ARN and as a ForwardConfig; one to several only as the latter.</summary>
    private static JsonObject Action(RuleAction action)
    {
        if (action.FixedResponse is { } response)
        {
            return new()
            {
                ["Type"] = "fixed-response",
                ["Order"] = 1,
                ["FixedResponseConfig"] = new JsonObject
                {
                    ["MessageBody"] = response.Body,
                    ["StatusCode"] = response.StatusCode.ToString(),
                    ["ContentType"] = response.ContentType,
                },
            };
        }

        if (action.Redirect is { } redirect)
        {
            return new()
            {
                ["Type"] = "redirect",
                ["Order"] = 1,
                ["RedirectConfig"] = new JsonObject
                {
                    ["Protocol"] = redirect.Protocol,
                    ["Host"] = redirect.Host,
                    ["Port"] = redirect.Port,
                    ["Path"] = redirect.Path,
                    ["Query"] = redirect.Query,
                    ["StatusCode"] = $"HTTP_{redirect.StatusCode}",
                },
            };
        }

        var forward = action.Forward!;
        var stickiness = new JsonObject { ["Enabled"] = forward.StickySeconds is not null };
        if (forward.StickySeconds is { } seconds)
            stickiness["DurationSeconds"] = seconds;

        var shown = new JsonObject { ["Type"] = "forward", ["Order"] = 1 };
        if (forward.Groups is [var single])
            shown["TargetGroupArn"] = single.TargetGroupArn;

        shown["ForwardConfig"] = new JsonObject
        {
            ["TargetGroups"] = List(forward.Groups.Select(group => new JsonObject { ["TargetGroupArn"] = group.TargetGroupArn, ["Weight"] = group.Weight })),
            ["TargetGroupStickinessConfig"] = stickiness,
        };
        return shown;
    }

    private static JsonObject Condition(Condition condition)
    {
        return condition.Field switch
        {
            "path-pattern" => Both("PathPatternConfig"),
            "host-header" => Both("HostHeaderConfig"),
            "http-request-method" => Configured("HttpRequestMethodConfig", new() { ["Values"] = Texts(condition.Values) }),
            "source-ip" => Configured("SourceIpConfig", new() { ["Values"] = Texts(condition.Values) }),
            "http-header" => Configured("HttpHeaderConfig", new() { ["HttpHeaderName"] = condition.Name, ["Values"] = Texts(condition.Values) }),
            _ => Configured("QueryStringConfig", new() { ["Values"] = List(condition.Values.Zip(condition.Keys!, QueryPair)) }),
        };

        JsonObject Both(string config)
        {
            var shown = Configured(config, new() { ["Values"] = Texts(condition.Values) });
            shown["Values"] = Texts(condition.Values);
            return shown;
        }

        JsonObject Configured(string config, JsonObject value) => new() { ["Field"] = condition.Field, [config] = value };

        static JsonObject QueryPair(string value, string? key) =>
            key is null ? new() { ["Value"] = value } : new() { ["Key"] = key, ["Value"] = value };
    }
}

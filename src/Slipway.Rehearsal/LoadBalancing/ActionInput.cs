using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>Reads and checks the actions of a rule.</summary>
internal static partial class ActionInput
{
    /// <summary>The one action in <paramref name="name"/>. Authentication before it is not offered by the rehearsal cloud.</summary>
    public static RuleAction Read(JsonObject input, string name, ElbState state, string loadBalancerArn)
    {
        if (input.Objects(name) is not [var action])
        {
            throw input.Objects(name).Count == 0
                ? QueryInput.Missing(name)
                : new AwsError("TooManyActions", "The rehearsal cloud takes exactly one action: forward, redirect or fixed-response");
        }

        return action.Required("Type") switch
        {
            "forward" => new(Forward: ReadForward(action, state, loadBalancerArn)),
            "fixed-response" => new(FixedResponse: ReadFixedResponse(action)),
            "redirect" => new(Redirect: ReadRedirect(action)),
            var type => throw Wrong($"Action type '{type}' is not offered by the rehearsal cloud; valid: forward, redirect, fixed-response"),
        };
    }

    private static Forward ReadForward(JsonObject action, ElbState state, string loadBalancerArn)
    {
        var config = action["ForwardConfig"] as JsonObject;
        var groups = config?.Objects("TargetGroups")
            .Select(group => new WeightedGroup(group.Required("TargetGroupArn"), group.Whole("Weight", 0, 999) ?? 1))
            .ToList() ?? [];

        if (action.OptionalString("TargetGroupArn") is { } single)
        {
            if (groups.Any(group => group.TargetGroupArn != single) || groups.Count > 1)
                throw Wrong("You cannot specify both a target group ARN and a forward config that differs from it");

            if (groups.Count == 0)
                groups.Add(new(single, 1));
        }

        if (groups.Count is 0 or > 5)
            throw Wrong($"A forward action takes 1 to 5 target groups; {groups.Count} given");

        if (groups.DistinctBy(group => group.TargetGroupArn).Count() != groups.Count)
            throw Wrong("A target group can be given only once in an action");

        var found = groups.ConvertAll(group => state.TargetGroup(group.TargetGroupArn));
        foreach (var group in found.Where(group => state.UsersOf(group.Arn).Any(user => user != loadBalancerArn)))
            throw new AwsError("TargetGroupAssociationLimit", $"The following target groups cannot be associated with more than one load balancer: {group.Arn}");

        var sticky = ReadStickiness(config?["TargetGroupStickinessConfig"] as JsonObject);
        if (groups.Count > 1 && sticky is null && found.Find(group => group.Sticky) is { } stuck)
            throw Wrong($"Target group stickiness must be enabled in an action with several groups when a group has stickiness enabled: {stuck.Arn}");

        return new(groups, sticky);
    }

    private static int? ReadStickiness(JsonObject? config) => config?.Flag("Enabled") == true
        ? config.Whole("DurationSeconds", 1, 604800) ?? throw Wrong("Target group stickiness needs a duration")
        : null;

    private static FixedResponse ReadFixedResponse(JsonObject action)
    {
        var config = action["FixedResponseConfig"] as JsonObject ?? throw Wrong("A fixed-response action needs a FixedResponseConfig");
        var status = config.Required("StatusCode");
        if (!FixedStatus().IsMatch(status))
            throw QueryInput.Invalid("fixedResponseConfig.statusCode", status, "must satisfy regular expression pattern: ^(2|4|5)\\d\\d$");

        var body = config.OptionalString("MessageBody") ?? "";
        if (body.Length > 1024)
            throw Wrong("The body of a fixed response has at most 1024 characters");

        var type = config.OptionalString("ContentType") ?? "text/plain";
        return type is "text/plain" or "text/css" or "text/html" or "application/javascript" or "application/json"
            ? new(int.Parse(status), type, body)
            : throw Wrong($"Content type '{type}' is not valid for a fixed response");
    }

    private static Redirect ReadRedirect(JsonObject action)
    {
        var config = action["RedirectConfig"] as JsonObject ?? throw Wrong("A redirect action needs a RedirectConfig");
        var redirect = new Redirect(
            config.Required("StatusCode") switch
            {
                "HTTP_301" => 301,
                "HTTP_302" => 302,
                var other => throw QueryInput.Invalid("redirectConfig.statusCode", other, "must satisfy enum value set: [HTTP_301, HTTP_302]"),
            },
            config.OptionalString("Protocol") ?? "#{protocol}", config.OptionalString("Host") ?? "#{host}", config.OptionalString("Port") ?? "#{port}",
            config.OptionalString("Path") ?? "/#{path}", config.OptionalString("Query") ?? "#{query}");

        if (redirect.Protocol is not ("HTTP" or "HTTPS" or "#{protocol}"))
            throw QueryInput.Invalid("redirectConfig.protocol", redirect.Protocol, "must satisfy regular expression pattern: ^(HTTPS?|#\\{protocol\\})$");

        if (!redirect.Path.StartsWith('/'))
            throw Wrong("The path of a redirect must start with '/'");

        // Only a changed query does not end a loop: AWS wants one of the other four to differ.
        return redirect is { Protocol: "#{protocol}", Host: "#{host}", Port: "#{port}", Path: "/#{path}" }
            ? throw Wrong("The redirect configuration is not valid because it creates a loop")
            : redirect;
    }

    private static AwsError Wrong(string message) => new("InvalidLoadBalancerAction", message);

    [GeneratedRegex(@"\A[245][0-9][0-9]\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FixedStatus();
}

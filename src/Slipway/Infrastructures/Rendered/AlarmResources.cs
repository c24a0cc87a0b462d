using System.Text.Json.Nodes;
using Slipway.Pipelines.Templates;
using Slipway.Provisioning;
using Slipway.Services;

namespace Slipway.Infrastructures.Rendered;

/// <summary>Alarms for what people are woken for: failing requests, targets that are not well, services at their limit. They can be named in gates and rollouts.</summary>
internal sealed class AlarmResources(Blueprint blueprint)
{
    // CloudWatch keeps these figures by the minute: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
    private const int Period = 60;

    private const string Topic = "AlarmTopicArn";
    private const string HasTopic = "HasAlarmTopic";

    public static IEnumerable<(string Name, JsonObject Parameter)> Parameters() =>
        [(Topic, TemplateParameter.Of("ARN of a topic of SNS that alarms are sent to; empty - they are seen in CloudWatch alone.", "", "^$|^arn:[a-z-]+:sns:.+$"))];

    public static IEnumerable<(string Name, JsonObject Condition)> Conditions() => [(HasTopic, Intrinsic.IsGiven(Topic))];

    /// <summary>Names of all alarms that the template has.</summary>
    public IEnumerable<string> Names => All().Select(alarm => alarm.Name);

    public IEnumerable<(string Name, JsonObject Resource)> Resources() => All().Select(alarm => ($"{blueprint.Logical(alarm.Name)}Alarm", alarm.Resource));

    private IEnumerable<(string Name, JsonObject Resource)> All() =>
    [
        .. blueprint.HasRoutes ? [OfTheBalancer()] : Array.Empty<(string, JsonObject)>(),
        .. blueprint.TargetGroups.Where(group => !group.IsAlternate).SelectMany(OfTargets),
        .. blueprint.Services.SelectMany(OfTasks),
    ];

    /// <summary>Errors of the load balancer itself: no target was there, or none answered.</summary>
    private (string Name, JsonObject Resource) OfTheBalancer() => Alarm(
        $"{blueprint.Prefix}-errors", "The load balancer answers with errors of its own: it reaches no target", 10, 3,
        [Metric("errors", "AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "Sum", isShown: true, Balancer)]);

    private IEnumerable<(string Name, JsonObject Resource)> OfTargets(ImpliedTargetGroup group)
    {
        IReadOnlyList<string> groups = [.. blueprint.TargetGroups.Where(one => one.Service == group.Service).Select(one => one.Name)];
        // A share of few requests tells nothing.
        yield return Alarm(
            $"{group.Name}-errors", $"More than 5 % of the requests of {group.Service} fail", 0.05, 3,
            [
                Expression("share", $"IF({Sum("requests", groups)} >= 20, {Sum("errors", groups)} / {Sum("requests", groups)}, 0)"),
                .. groups.SelectMany((name, at) => new[]
                {
                    Metric($"errors{at}", "AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "Sum", isShown: false, Balancer, Targets(name)),
                    Metric($"requests{at}", "AWS/ApplicationELB", "RequestCount", "Sum", isShown: false, Balancer, Targets(name)),
                }),
            ]);
        yield return Alarm(
            $"{group.Name}-unhealthy", $"A task of {group.Service} does not answer its health check", 0, 3,
            [
                Expression("unhealthy", Sum("unhealthy_of", groups)),
                .. groups.Select((name, at) => Metric($"unhealthy_of{at}", "AWS/ApplicationELB", "UnHealthyHostCount", "Maximum", isShown: false, Balancer, Targets(name))),
            ]);
    }

    private IEnumerable<(string Name, JsonObject Resource)> OfTasks(EcsService service) =>
        EcsNames.Services(blueprint.Application, blueprint.Environment, service).Select(name => Alarm(
            $"{blueprint.Prefix}{name[blueprint.Application.Name.Length..]}-cpu", $"The tasks of {name} use more than 85 % of their CPU", 85, 5,
            [
                Metric(
                    "cpu", "AWS/ECS", "CPUUtilization", "Average", isShown: true,
                    ("ClusterName", ConventionalNames.Cluster(blueprint.Application, blueprint.Environment)), ("ServiceName", name)),
            ]));

    private static (string Name, JsonNode Value) Balancer => ("LoadBalancer", Intrinsic.Get(BalancingResources.LoadBalancer, "LoadBalancerFullName"));

    private (string Name, JsonNode Value) Targets(string group) => ("TargetGroup", Intrinsic.Get(BalancingResources.TargetGroupOf(blueprint, group), "TargetGroupFullName"));

    /// <summary>Where the versions of a service take turns in two groups, both count.</summary>
    private static string Sum(string id, IReadOnlyList<string> groups) => groups.Count == 1 ? $"FILL({id}0, 0)" : $"({string.Join(" + ", groups.Select((_, at) => $"FILL({id}{at}, 0)"))})";

    private static (string Name, JsonObject Resource) Alarm(string name, string description, double threshold, int periods, IReadOnlyList<JsonNode> metrics) =>
        (name, TemplateResource.Of("AWS::CloudWatch::Alarm", new JsonObject
        {
            ["AlarmName"] = name,
            ["AlarmDescription"] = description,
            ["ComparisonOperator"] = "GreaterThanThreshold",
            ["Threshold"] = threshold,
            ["EvaluationPeriods"] = periods,
            ["DatapointsToAlarm"] = periods,
            // No requests are no errors, and a service that was not deployed yet has no load.
            ["TreatMissingData"] = "notBreaching",
            ["Metrics"] = new JsonArray([.. metrics]),
            ["AlarmActions"] = Intrinsic.If(HasTopic, new JsonArray(Intrinsic.Ref(Topic)), Intrinsic.NoValue),
            ["OKActions"] = Intrinsic.If(HasTopic, new JsonArray(Intrinsic.Ref(Topic)), Intrinsic.NoValue),
        }));

    private static JsonObject Expression(string id, string expression) => new() { ["Id"] = id, ["Expression"] = expression, ["Label"] = id, ["ReturnData"] = true };

    private static JsonObject Metric(string id, string space, string name, string statistic, bool isShown, params IReadOnlyList<(string Name, JsonNode Value)> dimensions) => new()
    {
        ["Id"] = id,
        ["ReturnData"] = isShown,
        ["MetricStat"] = new JsonObject
        {
            ["Metric"] = new JsonObject
            {
                ["Namespace"] = space,
                ["MetricName"] = name,
                ["Dimensions"] = new JsonArray([.. dimensions.Select(dimension => (JsonNode)new JsonObject { ["Name"] = dimension.Name, ["Value"] = dimension.Value })]),
            },
            ["Period"] = Period,
            ["Stat"] = statistic,
        },
    };
}

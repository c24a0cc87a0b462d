using System.Text.Json.Nodes;
using Slipway.Pipelines.Templates;

namespace Slipway.Pipelines.CodePipeline;

/// <summary>
/// The alarm that makes a pipeline take a release back after it succeeded: too many requests fail at the environment's load balancer. Which one that is, a template
/// cannot know: the stack is told, or watches nothing.
/// </summary>
internal sealed class AlarmResources(CodePipelineDelivery delivery, Application application, DeployEnvironment environment)
{
    // CloudWatch keeps the load balancer's figures by the minute: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
    private const int Period = 60;
    private const int Periods = 2;

    private string Environment { get; } = AwsNames.Logical(environment.Name);

    public string Parameter => $"{Environment}LoadBalancer";

    public string Condition => $"{Environment}IsWatched";

    public string Alarm => $"{Environment}Errors";

    /// <summary>Whether there is a load balancer that could be watched.</summary>
    public static bool CanWatch(AwsStage stage) => stage.IsWatched && stage.Actions.OfType<AwsAction.Run>().Any(run => run.Project.Stage.Application!.Services.Any(service => service.Port is not null));

    public bool IsFor(AwsStage stage) => stage.Environment?.Name == environment.Name;

    public JsonObject WriteParameter() => new()
    {
        ["Type"] = "String",
        ["Default"] = "",
        ["AllowedPattern"] = "^$|^app/[A-Za-z0-9-]+/[0-9a-f]+$",
        ["Description"] = $"The load balancer of {environment}, as CloudWatch calls it (app/name/0123456789abcdef): its errors take a release back. Empty - nothing is watched.",
    };

    public JsonObject WriteCondition() => new() { ["Fn::Not"] = new JsonArray(new JsonObject { ["Fn::Equals"] = new JsonArray(Intrinsic.Ref(Parameter), "") }) };

    public JsonObject WriteAlarm() => new()
    {
        ["Type"] = "AWS::CloudWatch::Alarm",
        ["Condition"] = Condition,
        ["Properties"] = new JsonObject
        {
            ["AlarmName"] = $"slipway-{application.Name}-{environment}-errors",
            ["AlarmDescription"] = $"Too many requests fail in {environment} of {application.Name}; a release that has just been made is taken back",
            ["ComparisonOperator"] = "GreaterThanThreshold",
            ["Threshold"] = delivery.MostErrors,
            ["EvaluationPeriods"] = Periods,
            ["DatapointsToAlarm"] = Periods,
            // No requests are no errors.
            ["TreatMissingData"] = "notBreaching",
            ["Metrics"] = new JsonArray(
                new JsonObject { ["Id"] = "share", ["Expression"] = "(FILL(balancer, 0) + FILL(targets, 0)) / requests", ["Label"] = "Share of requests that fail", ["ReturnData"] = true },
                Metric("balancer", "HTTPCode_ELB_5XX_Count"),
                Metric("targets", "HTTPCode_Target_5XX_Count"),
                Metric("requests", "RequestCount")),
        },
    };

    public JsonObject WriteRule() => new()
    {
        ["Name"] = "errors",
        ["RuleTypeId"] = new JsonObject { ["Category"] = "Rule", ["Owner"] = "AWS", ["Provider"] = "CloudWatchAlarm", ["Version"] = "1" },
        ["Configuration"] = new JsonObject { ["AlarmName"] = Intrinsic.Ref(Alarm), ["AlarmStates"] = "ALARM", ["WaitTime"] = $"{Math.Ceiling(delivery.WatchFor.TotalMinutes):0}" },
    };

    private JsonObject Metric(string id, string name)
    {
        var stat = new JsonObject
        {
            ["Id"] = id,
            ["ReturnData"] = false,
            ["MetricStat"] = new JsonObject
            {
                ["Metric"] = new JsonObject
                {
                    ["Namespace"] = "AWS/ApplicationELB",
                    ["MetricName"] = name,
                    ["Dimensions"] = new JsonArray(new JsonObject { ["Name"] = "LoadBalancer", ["Value"] = Intrinsic.Ref(Parameter) }),
                },
                ["Period"] = Period,
                ["Stat"] = "Sum",
            },
        };
        // Another account's figures are read where it shares them: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Unified-Cross-Account.html
        if (environment.Account != AwsNames.Part(delivery.Connection, 4))
            stat["AccountId"] = environment.Account;

        return stat;
    }
}

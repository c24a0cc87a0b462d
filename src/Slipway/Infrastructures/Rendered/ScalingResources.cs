using System.Text.Json.Nodes;
using Slipway.Pipelines.Templates;
using Slipway.Services;

namespace Slipway.Infrastructures.Rendered;

/// <summary>
/// What Application Auto Scaling does for services that the definition wants scaled. It can be told only of services that exist, and a first deploy makes them: hence a
/// parameter, which is yes from the second time on.
/// </summary>
internal sealed class ScalingResources(Blueprint blueprint)
{
    public const string Exist = "ServicesExist";

    private const string DoExist = "ScalesServices";

    private IReadOnlyList<(EcsService Service, AutoScaling Scaling)> Scaled { get; } =
        [.. blueprint.Services.Select(service => (service, Scaling: blueprint.ScalingOf(service))).Where(one => one.Scaling is not null).Select(one => (one.service, one.Scaling!))];

    public bool IsUsed => Scaled.Count > 0;

    public IEnumerable<(string Name, JsonObject Parameter)> Parameters() => !IsUsed ? [] :
        [(Exist, TemplateParameter.Choice("yes once ./build.sh Deploy has made the services - only those that exist can be scaled.", "no", "yes"))];

    public IEnumerable<(string Name, JsonObject Condition)> Conditions() => !IsUsed ? [] : [(DoExist, Intrinsic.IsText(Exist, "yes"))];

    public IEnumerable<(string Name, JsonObject Resource)> Resources() => Scaled.SelectMany(one => Of(one.Service, one.Scaling));

    private IEnumerable<(string Name, JsonObject Resource)> Of(EcsService service, AutoScaling scaling)
    {
        var (cluster, target) = (ConventionalNames.Cluster(blueprint.Application, blueprint.Environment), $"{blueprint.Logical(service.Name)}Scaling");
        yield return (target, TemplateResource.Of("AWS::ApplicationAutoScaling::ScalableTarget", new JsonObject
        {
            ["ServiceNamespace"] = "ecs",
            ["ScalableDimension"] = "ecs:service:DesiredCount",
            ["ResourceId"] = $"service/{cluster}/{EcsNames.Service(blueprint.Application, service)}",
            ["MinCapacity"] = scaling.Min,
            ["MaxCapacity"] = scaling.Max,
        }, DoExist));
        if (scaling.CpuPercent is { } cpu)
            yield return ($"{target}ByCpu", Policy(service, target, "cpu", "ECSServiceAverageCPUUtilization", cpu));

        if (scaling.MemoryPercent is { } memory)
            yield return ($"{target}ByMemory", Policy(service, target, "memory", "ECSServiceAverageMemoryUtilization", memory));
    }

    private JsonObject Policy(EcsService service, string target, string kind, string metric, int percent) => TemplateResource.Of("AWS::ApplicationAutoScaling::ScalingPolicy", new JsonObject
    {
        ["PolicyName"] = $"{blueprint.Prefix}-{service.Name}-{kind}",
        ["PolicyType"] = "TargetTrackingScaling",
        ["ScalingTargetId"] = Intrinsic.Ref(target),
        ["TargetTrackingScalingPolicyConfiguration"] = new JsonObject
        {
            ["PredefinedMetricSpecification"] = new JsonObject { ["PredefinedMetricType"] = metric },
            ["TargetValue"] = percent,
        },
    }, DoExist);
}

using Amazon.CloudWatchLogs.Model;
using Amazon.ECR.Model;
using Amazon.ECS.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using Slipway.Doctor;
using Action = Amazon.ElasticLoadBalancingV2.Model.Action;
using Task = System.Threading.Tasks.Task;

namespace Slipway.Rollouts.Doctor;

/// <summary>What can be wrong with services, their images and their traffic.</summary>
internal static class ServiceAilments
{
    private const string Image = "shop/web";

    public static IReadOnlyList<Ailment> All { get; } = [.. Traffic(), .. Repositories(), .. Services(), .. Scaling()];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static IEnumerable<Ailment> Traffic() =>
    [
        new(CheckKind.SecretMissing)
        {
            Evidence = "there is no secret shop/prod/token",
            Break = stage => stage.Wire.Json("secretsmanager", "secretsmanager.DeleteSecret", """{ "SecretId": "shop/prod/token", "ForceDeleteWithoutRecovery": true }"""),
            Mend = stage => stage.Wire.Json("secretsmanager", "secretsmanager.CreateSecret", """{ "Name": "shop/prod/token", "SecretString": "t" }"""),
        },
        new(CheckKind.TargetGroup)
        {
            Evidence = "shop-web of web is not used by any listener",
            Break = async stage => await stage.Session.LoadBalancing.DeleteRuleAsync(new DeleteRuleRequest { RuleArn = (await Rule(stage)).RuleArn }, Ct),
            Mend = async stage => await stage.Session.LoadBalancing.CreateRuleAsync(
                new CreateRuleRequest
                {
                    ListenerArn = (await Listeners(stage))[0].ListenerArn,
                    Priority = 1,
                    Conditions = [new RuleCondition { Field = "path-pattern", Values = ["/api/*"] }],
                    Actions = [new Action { Type = "forward", TargetGroupArn = stage.Infrastructure.TargetGroups["web"] }],
                },
                Ct),
        },
        new(CheckKind.TrafficRule)
        {
            Evidence = "keeps clients at a target",
            Break = stage => Sticky(stage, "true"),
            Mend = stage => Sticky(stage, "false"),
        },
        new(CheckKind.TrafficSticky)
        {
            Evidence = "the rule of green keeps clients in the target group that served them first",
            Break = stage => StickyRule(stage, isSticky: true),
            Mend = stage => StickyRule(stage, isSticky: false),
        },
        new(CheckKind.HealthCheck)
        {
            Evidence = "the health check of shop-web of web asks /other; the definition says /health",
            Break = stage => Group(stage, group => group.HealthCheckPath = "/other"),
            Mend = stage => Group(stage, group => group.HealthCheckPath = "/health"),
        },
        new(CheckKind.HealthCheckTiming)
        {
            Evidence = "every 15 s within 2 s",
            Break = stage => Group(stage, group => group.HealthCheckIntervalSeconds = 15),
            Mend = stage => Group(stage, group => group.HealthCheckIntervalSeconds = 5),
        },
    ];

    private static IEnumerable<Ailment> Repositories() =>
    [
        new(CheckKind.RepositoryMutable)
        {
            Evidence = "its tags can be moved to other images",
            Break = stage => Mutability(stage, "MUTABLE"),
            Mend = stage => Mutability(stage, "IMMUTABLE"),
        },
        new(CheckKind.RepositoryUnscanned)
        {
            Evidence = "its images are scanned neither by its own setting nor by a rule of the registry",
            Break = stage => Scan(stage, isOn: false),
            Mend = stage => Scan(stage, isOn: true),
        },
        new(CheckKind.RepositoryLifecycle)
        {
            Evidence = "its lifecycle policy is another than Slipway's",
            Break = stage => Lifecycle(stage, """{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":10},"action":{"type":"expire"}}]}"""),
            Mend = stage => Lifecycle(stage, Images.RepositorySettings.LifecyclePolicy),
        },
    ];

    private static IEnumerable<Ailment> Services() =>
    [
        new(CheckKind.CircuitBreaker)
        {
            Evidence = "its circuit breaker is on, and does not roll back",
            Break = stage => stage.Service("shop-jobs", service => service.DeploymentConfiguration = Breaker(rollback: false)),
            Mend = stage => stage.Service("shop-jobs", service => service.DeploymentConfiguration = Breaker(rollback: true)),
        },
        new(CheckKind.HealthGrace)
        {
            Evidence = "failing health checks count after 3 s; the definition gives a task 10 s to start",
            Break = stage => stage.Service("shop-web", service => service.HealthCheckGracePeriodSeconds = 3),
            Mend = stage => stage.Service("shop-web", service => service.HealthCheckGracePeriodSeconds = 10),
        },
        new(CheckKind.LogGroup)
        {
            Evidence = "no task of jobs can start",
            Break = stage => stage.Wire.Json("logs", "Logs_20140328.DeleteLogGroup", """{ "logGroupName": "/shop/prod/jobs" }"""),
            Mend = async stage =>
            {
                await stage.Session.Logs.CreateLogGroupAsync(new CreateLogGroupRequest { LogGroupName = "/shop/prod/jobs" }, Ct);
                await Keep(stage, 30);
            },
        },
        new(CheckKind.LogRetention)
        {
            Evidence = "it keeps events for 90 days; the definition says 30",
            Break = stage => Keep(stage, 90),
            Mend = stage => Keep(stage, 30),
        },
        new(CheckKind.SingleTask)
        {
            Evidence = "it is to have 1 task",
            Break = stage => stage.Service("shop-jobs", service => service.DesiredCount = 1),
            Mend = stage => stage.Service("shop-jobs", service => service.DesiredCount = 2),
        },
        new(CheckKind.AlarmsMissing)
        {
            Evidence = "no alarm watches its CPU",
            Break = stage => stage.Wire.Query("monitoring", "2010-08-01", ("Action", "DeleteAlarms"), ("AlarmNames.member.1", "web-cpu")),
            Mend = stage => stage.Watch("web"),
        },
        new(CheckKind.RollbackClosed)
        {
            Evidence = "something that it needs is gone",
            Break = Expire,
            Mend = stage => Restore(stage),
        },
    ];

    private static IEnumerable<Ailment> Scaling() =>
    [
        new(CheckKind.ScalingMissing)
        {
            Evidence = "Application Auto Scaling does not know it; the definition says 2 to 4 tasks, CPU 70 %",
            Break = stage => stage.Unscale("web"),
            Mend = async stage =>
            {
                await stage.Scale("web", 2, 4);
                await stage.Track("web", 70);
            },
        },
        new(CheckKind.ScalingRange)
        {
            Evidence = "autoscaling moves it between 2 and 9 tasks; the definition says 2 to 4",
            Break = stage => stage.Scale("web", 2, 9),
            Mend = stage => stage.Scale("web", 2, 4),
        },
        new(CheckKind.ScalingPolicy)
        {
            Evidence = "policy cpu holds CPU at 50 %; the definition says 70 %",
            Break = stage => stage.Track("web", 50),
            Mend = stage => stage.Track("web", 70),
        },
        new(CheckKind.ScalingSuspended)
        {
            Evidence = "autoscaling is suspended: scaling in",
            Break = stage => stage.Scale("web", 2, 4, """, "SuspendedState": { "DynamicScalingInSuspended": true }"""),
            Mend = stage => stage.Scale("web", 2, 4, """, "SuspendedState": { "DynamicScalingInSuspended": false }"""),
        },
        new(CheckKind.ScalingCount)
        {
            Evidence = "autoscaling moves it between 2 and 6 tasks, and each deploy sets DesiredCount 2 again",
            Break = stage => stage.Scale("jobs", 2, 6),
            Mend = stage => stage.Unscale("jobs"),
        },
        new(CheckKind.ScalingUndefined)
        {
            Evidence = "autoscaling moves it between 2 and 6 tasks, and the definition does not say so",
            Break = stage => stage.Scale("green", 2, 6),
            Mend = stage => stage.Unscale("green"),
        },
    ];

    private static DeploymentConfiguration Breaker(bool rollback) => new() { DeploymentCircuitBreaker = new DeploymentCircuitBreaker { Enable = true, Rollback = rollback } };

    private static Task Keep(PracticeStage stage, int days) =>
        stage.Session.Logs.PutRetentionPolicyAsync(new PutRetentionPolicyRequest { LogGroupName = "/shop/prod/jobs", RetentionInDays = days }, Ct);

    private static Task Mutability(PracticeStage stage, string mutability) =>
        stage.Session.Ecr.PutImageTagMutabilityAsync(new PutImageTagMutabilityRequest { RepositoryName = Image, ImageTagMutability = mutability }, Ct);

    private static Task Scan(PracticeStage stage, bool isOn) => stage.Session.Ecr.PutImageScanningConfigurationAsync(
        new PutImageScanningConfigurationRequest { RepositoryName = Image, ImageScanningConfiguration = new ImageScanningConfiguration { ScanOnPush = isOn } }, Ct);

    private static Task Lifecycle(PracticeStage stage, string policy) =>
        stage.Session.Ecr.PutLifecyclePolicyAsync(new PutLifecyclePolicyRequest { RepositoryName = Image, LifecyclePolicyText = policy }, Ct);

    private static Task Group(PracticeStage stage, Action<ModifyTargetGroupRequest> change)
    {
        var request = new ModifyTargetGroupRequest { TargetGroupArn = stage.Infrastructure.TargetGroups["web"] };
        change(request);
        return stage.Session.LoadBalancing.ModifyTargetGroupAsync(request, Ct);
    }

    private static Task Sticky(PracticeStage stage, string enabled) => stage.Session.LoadBalancing.ModifyTargetGroupAttributesAsync(
        new ModifyTargetGroupAttributesRequest
        {
            TargetGroupArn = stage.Infrastructure.TargetGroups["green"],
            Attributes = [new TargetGroupAttribute { Key = "stickiness.enabled", Value = enabled }],
        },
        Ct);

    private static async Task StickyRule(PracticeStage stage, bool isSticky)
    {
        var rule = stage.Infrastructure.Traffic["green"].Rule;
        var found = await stage.Session.LoadBalancing.DescribeRulesAsync(new DescribeRulesRequest { RuleArns = [rule] }, Ct);
        var actions = found.Rules![0].Actions!;
        actions[0].ForwardConfig!.TargetGroupStickinessConfig = new TargetGroupStickinessConfig { Enabled = isSticky, DurationSeconds = isSticky ? 60 : null };
        await stage.Session.LoadBalancing.ModifyRuleAsync(new ModifyRuleRequest { RuleArn = rule, Actions = actions }, Ct);
    }

    private static async Task<IReadOnlyList<Listener>> Listeners(PracticeStage stage)
    {
        var groups = await stage.Session.LoadBalancing.DescribeTargetGroupsAsync(new DescribeTargetGroupsRequest { TargetGroupArns = [stage.Infrastructure.TargetGroups["green"]] }, Ct);
        return (await stage.Session.LoadBalancing.DescribeListenersAsync(new DescribeListenersRequest { LoadBalancerArn = groups.TargetGroups![0].LoadBalancerArns![0] }, Ct)).Listeners!;
    }

    private static async Task<Rule> Rule(PracticeStage stage)
    {
        var rules = await stage.Session.LoadBalancing.DescribeRulesAsync(new DescribeRulesRequest { ListenerArn = (await Listeners(stage))[0].ListenerArn }, Ct);
        return rules.Rules!.Single(rule => rule.Actions!.Any(action => action.TargetGroupArn == stage.Infrastructure.TargetGroups["web"]
            || action.ForwardConfig?.TargetGroups?.Any(group => group.TargetGroupArn == stage.Infrastructure.TargetGroups["web"]) == true));
    }

    private static IReadOnlyList<Amazon.ECR.Model.Image> _expired = [];

    /// <summary>Every image of the repository but the one that runs is gone, as a rule that keeps few has it.</summary>
    private static async Task Expire(PracticeStage stage)
    {
        var running = (await stage.Session.Ecs.DescribeServicesAsync(new DescribeServicesRequest { Cluster = stage.Infrastructure.Cluster, Services = ["shop-web"] }, Ct)).Services![0].TaskDefinition;
        var definition = await stage.Session.Ecs.DescribeTaskDefinitionAsync(new DescribeTaskDefinitionRequest { TaskDefinition = running }, Ct);
        var digest = definition.TaskDefinition!.ContainerDefinitions![0].Image!.Split('@')[1];
        var all = await stage.Session.Ecr.DescribeImagesAsync(new DescribeImagesRequest { RepositoryName = Image }, Ct);
        var others = all.ImageDetails!.Where(image => image.ImageDigest != digest).SelectMany(image => image.ImageTags!.Select(tag => new ImageIdentifier { ImageTag = tag })).ToList();
        _expired = (await stage.Session.Ecr.BatchGetImageAsync(new BatchGetImageRequest { RepositoryName = Image, ImageIds = others }, Ct)).Images!;
        var ids = string.Join(", ", _expired.Select(image => image.ImageId!.ImageDigest).Distinct().Select(gone => $$"""{ "imageDigest": "{{gone}}" }"""));
        await stage.Wire.Json("ecr", "AmazonEC2ContainerRegistry_V20150921.BatchDeleteImage", $$"""{ "repositoryName": "{{Image}}", "imageIds": [{{ids}}] }""");
    }

    private static async Task Restore(PracticeStage stage)
    {
        foreach (var image in _expired)
        {
            await stage.Session.Ecr.PutImageAsync(
                new PutImageRequest { RepositoryName = Image, ImageTag = image.ImageId!.ImageTag, ImageManifest = image.ImageManifest, ImageManifestMediaType = image.ImageManifestMediaType }, Ct);
        }
    }
}

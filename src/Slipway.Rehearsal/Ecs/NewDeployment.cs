using System.Text.Json.Nodes;
using Slipway.Rehearsal.Ecr;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>Begins deployments: a service revision, its tasks' deployment and the service deployment that follows it.</summary>
internal sealed class NewDeployment(EcsState state, IImages images, TrafficWeights traffic, DeploymentAlarms alarms, RehearsalTime time)
{
    private const int MostDeployments = 5;

    private static readonly string[] OfTheRevision =
    [
        "launchType", "capacityProviderStrategy", "platformVersion", "platformFamily", "loadBalancers", "serviceRegistries",
        "networkConfiguration", "serviceConnectConfiguration", "volumeConfigurations", "vpcLatticeConfigurations",
    ];

    /// <summary>Refuses a deployment too many (https://github.com/aws/containers-roadmap/issues/2836).</summary>
    public static void CheckRoom(Service service)
    {
        if (service.Deployments.Count >= MostDeployments)
            throw new AwsError("InvalidParameterException", $"Unable to update service: {MostDeployments} active deployments exist, unable to create new deployment.");
    }

    /// <summary>
    /// Moves the service to what its settings now say. A deployment under way is superseded: it ends as STOPPED, and the traffic goes
    /// back to the last completed revision, from which the new one starts.
    /// </summary>
    /// <remarks>AWS does not document the status of a superseded service deployment.</remarks>
    public void Begin(Service service, string taskDefinition)
    {
        var now = time.Now;
        if (service.Unfinished is { } superseded)
            Supersede(service, superseded, now);

        var revision = Revision(service, taskDefinition, now);
        var deployment = Of(revision, now);
        var shift = Shift(service, revision, now);
        var sources = service.Deployments.Select(one => one.RevisionArn).ToList();
        GiveTraffic(service, revision, shift);

        service.Revisions.Add(revision);
        service.Deployments.Insert(0, deployment);
        service.History.Add(new ServiceDeployment
        {
            Arn = EcsArns.ServiceDeployment(service),
            DeploymentId = deployment.Id,
            TargetRevision = revision.Arn,
            SourceRevisions = sources,
            Configuration = service.Configuration?.DeepClone().AsObject(),
            CreatedAt = now,
            UpdatedAt = now,
            Shift = shift,
            Alarms = alarms.Begin(service.Configuration),
        });

        service.Steady = false;
        state.Changed = true;
    }

    public static Deployment Of(ServiceRevision revision, DateTimeOffset now)
    {
        var id = EcsArns.DeploymentId();
        return new Deployment
        {
            Id = id,
            RevisionArn = revision.Arn,
            TaskDefinition = revision.TaskDefinition,
            CreatedAt = now,
            UpdatedAt = now,
            RolloutStateReason = $"ECS deployment {id} in progress.",
        };
    }

    /// <summary>Ends a service deployment with a terminal status.</summary>
    public void Finish(Service service, ServiceDeployment deployment, string status, string? reason, DateTimeOffset now)
    {
        deployment.Last = Counts(service, deployment);
        deployment.Status = status;
        deployment.StatusReason = reason;
        deployment.FinishedAt = now;
        deployment.UpdatedAt = now;
    }

    /// <summary>The task counts of a service deployment's target.</summary>
    public TaskCounts Counts(Service service, ServiceDeployment deployment)
    {
        var tasks = state.TasksOf(service).Where(task => task.StartedBy == deployment.DeploymentId).ToList();
        return new TaskCounts(
            deployment.RollsBack ? 0 : service.Desired,
            tasks.Count(task => task.Runs), tasks.Count(task => task.Alive && task.Pending));
    }

    private void Supersede(Service service, ServiceDeployment superseded, DateTimeOffset now)
    {
        if (superseded is { Status: "IN_PROGRESS", Shift: { } shift } && shift.Reached(LifecycleStage.CleanUp))
        {
            // Its traffic has shifted for good: what is still to stop, the next deployment stops.
            service.CompletedRevision = superseded.TargetRevision;
            Finish(service, superseded, "SUCCESSFUL", superseded.StatusReason, now);
            return;
        }

        Finish(service, superseded, "STOPPED", "Service deployment superseded by a newer service deployment.", now);
        superseded.StoppedAt = now;
        superseded.Shift?.GiveBack();
    }

    /// <summary>The stages to go through; null for a rolling deployment.</summary>
    private static TrafficShift? Shift(Service service, ServiceRevision revision, DateTimeOffset now)
    {
        if (service.Configuration is not { } configuration || !StrategyRules.Shifts(configuration))
            return null;

        // The old revision has to be there to go back to, even if all of its tasks are gone.
        var source = service.CompletedRevision;
        if (source is not null && !service.Deployments.Exists(deployment => deployment.RevisionArn == source))
            service.Deployments.Add(Of(service.Revision(source), now));

        var tested = revision.Balancers.Any(balancer => balancer.TestRule is not null);
        var crowded = service.Deployments.Exists(deployment => deployment.RevisionArn != source);
        return new TrafficShift { SourceRevision = source, TestRule = tested, Plan = ShiftPlan.Forward(configuration, new ShiftStart(source is null, crowded, tested)) };
    }

    /// <summary>
    /// Takes back what an earlier deployment left half shifted. A rolling deployment stays in the group of the revision before; a
    /// shifting one begins with all traffic there, as soon as there is a task to take it.
    /// </summary>
    private void GiveTraffic(Service service, ServiceRevision next, TrafficShift? shift)
    {
        if (service.CompletedRevision is not { } completed)
            return;

        if (shift is null)
            traffic.GiveAll(next);
        else if (shift.Plan[0].Stage == LifecycleStage.Reconcile && Serves(service, completed))
            traffic.GiveAll(service.Revision(completed));
    }

    private bool Serves(Service service, string revision)
    {
        var ids = service.Deployments.Where(deployment => deployment.RevisionArn == revision).Select(deployment => deployment.Id).ToHashSet(StringComparer.Ordinal);
        return service.Desired == 0 || state.TasksOf(service).Any(task => task.Healthy && ids.Contains(task.StartedBy!));
    }

    /// <summary>A shifting deployment goes where its source is not, a rolling one where its source is; the first one goes into the target groups.</summary>
    private static bool InAlternateGroups(Service service)
    {
        if (service.CompletedRevision is not { } completed)
            return false;

        var taken = service.Revision(completed).Balancers.Select(balancer => balancer.TargetGroup).ToHashSet(StringComparer.Ordinal);
        var groups = service.Settings.Objects("loadBalancers").Select(balancer => RevisionBalancer.Of(balancer, alternate: false)).ToList();
        return StrategyRules.Shifts(service.Configuration ?? [])
            ? groups.Exists(balancer => taken.Contains(balancer.TargetGroup))
            : groups.Exists(balancer => balancer.Groups.Skip(1).Any(taken.Contains));
    }

    private ServiceRevision Revision(Service service, string taskDefinition, DateTimeOffset now)
    {
        var definition = state.TaskDefinitions.Single(one => one.Arn == taskDefinition);
        var settings = new JsonObject();
        foreach (var name in OfTheRevision.Where(service.Settings.Has))
            settings[name] = service.Settings[name]!.DeepClone();

        return new ServiceRevision
        {
            Arn = EcsArns.ServiceRevision(service),
            TaskDefinition = taskDefinition,
            CreatedAt = now,
            Settings = settings,
            InAlternateGroups = InAlternateGroups(service),
            Images = [.. definition.Body.Objects("containerDefinitions").Select(container => Image(container.OptionalString("name")!, container.OptionalString("image")!))],
        };
    }

    private RevisionImage Image(string container, string image) => new(container, image, images.IsOurs(image) ? images.Resolve(image) : null);
}

using System.Text.Json.Nodes;
using Slipway.Rehearsal.Ecr;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>Begins deployments: a service revision, its tasks' deployment and the service deployment that follows it.</summary>
internal sealed class NewDeployment(EcsState state, IImages images, RehearsalTime time)
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

    /// <summary>Moves the service to what its settings now say. A deployment under way is superseded: it ends as STOPPED.</summary>
    /// <remarks>AWS does not document the status of a superseded service deployment.</remarks>
    public void Begin(Service service, string taskDefinition)
    {
        var now = time.Now;
        var sources = service.Deployments.Select(deployment => deployment.RevisionArn).ToList();
        var revision = Revision(service, taskDefinition, now);
        var deployment = Of(revision, now);

        if (service.Unfinished is { } superseded)
        {
            Finish(service, superseded, "STOPPED", "Service deployment superseded by a newer service deployment.", now);
            superseded.StoppedAt = now;
        }

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
            tasks.Count(task => task.LastStatus is "RUNNING" or "DEACTIVATING"), tasks.Count(task => task.Alive && task.Pending));
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
            Images = [.. definition.Body.Objects("containerDefinitions").Select(container => Image(container.OptionalString("name")!, container.OptionalString("image")!))],
        };
    }

    private RevisionImage Image(string container, string image) => new(container, image, images.IsOurs(image) ? images.Resolve(image) : null);
}

using Slipway.Output;

namespace Slipway.Services;

/// <summary>Starts the deployment of a service that is prepared.</summary>
internal sealed class ServiceStart(IEcs ecs, IOutput output, TimeProvider time)
{
    /// <summary>The deployment to follow; null: nothing was to be done that ECS deploys.</summary>
    public async Task<ServiceFlight?> Begin(string cluster, ServicePlan plan, string taskDefinition, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        switch (plan.Service)
        {
            case ServiceStep.Create create:
                var creation = new ServiceCreation(plan.EcsName, taskDefinition, create.DesiredCount, create.Settings, create.Tags);
                return Started(plan, taskDefinition, await Grace.Answer(
                    token => ecs.Create(cluster, creation, token), $"service {plan.EcsName} was created", time, ct));

            case ServiceStep.Update update:
                var change = update.NewTaskDefinition ? update.Change with { TaskDefinition = taskDefinition } : update.Change;
                var reply = await Grace.Answer(
                    token => ecs.Update(cluster, plan.EcsName, change, token), $"service {plan.EcsName} was updated", time, ct);
                return change.StartsDeployment ? Started(plan, taskDefinition, reply)
                    : update.UnderWay is { } underWay ? Followed(plan, taskDefinition, underWay)
                    : Changed(plan, taskDefinition, reply);

            case ServiceStep.Follow follow:
                return Followed(plan, taskDefinition, follow.Deployment);

            default:
                output.Emit(new ServiceUnchanged(plan.Name));
                return null;
        }
    }

    private ServiceFlight Started(ServicePlan plan, string taskDefinition, ServiceSnapshot reply)
    {
        output.Emit(new ServiceDeploying(plan.Name, taskDefinition, plan.Budget));
        var started = reply.Primary is { } primary && primary.TaskDefinition == taskDefinition ? primary : null;
        return new ServiceFlight(plan, taskDefinition, started, reply);
    }

    private ServiceFlight Followed(ServicePlan plan, string taskDefinition, DeploymentSnapshot underWay)
    {
        output.Emit(new ServiceDeploying(plan.Name, taskDefinition, plan.Budget));
        return new ServiceFlight(plan, taskDefinition, underWay, new ServiceSnapshot(plan.EcsName, taskDefinition, 0));
    }

    private ServiceFlight Changed(ServicePlan plan, string taskDefinition, ServiceSnapshot reply)
    {
        var result = new ServiceResult(plan.Name, Verdict.Deployed, "settings changed; nothing had to be deployed for them", taskDefinition, null);
        output.Emit(new ServiceEnded(result));
        return new ServiceFlight(plan, taskDefinition, reply.Primary, reply) { Result = result };
    }
}

using Slipway.Output;
using Slipway.Services.Pair;

namespace Slipway.Services;

/// <summary>Starts the deployment of a service that is prepared.</summary>
internal sealed class ServiceStart(IEcs ecs, ShiftPorts pairs, IOutput output, TimeProvider time)
{
    /// <summary>The deployment to follow; null: nothing was to be done that ECS deploys.</summary>
    public async Task<ServiceFlight?> Begin(string cluster, ServicePlan plan, string taskDefinition, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (plan.Shift is { } planned)
            await PairShift.Prepare(plan.Name, planned, pairs, ct);

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
                return Followed(plan, taskDefinition, follow.Deployment, follow.Arn);

            case var _ when plan.Shift is { } shift:
                return Shifting(plan, taskDefinition, shift, new ServiceSnapshot(plan.EcsName, taskDefinition, 0));

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

    /// <summary>ECS has nothing to deploy: what is wanted runs on the side, and only the traffic moves.</summary>
    private ServiceFlight Shifting(ServicePlan plan, string taskDefinition, ShiftStep shift, ServiceSnapshot reply) =>
        new(plan, taskDefinition, reply.Primary, reply) { Shift = new PairShift(plan.Name, taskDefinition, shift, pairs) };

    private ServiceFlight Followed(ServicePlan plan, string taskDefinition, DeploymentSnapshot underWay, string? arn = null)
    {
        output.Emit(new ServiceDeploying(plan.Name, taskDefinition, plan.Budget));
        return new ServiceFlight(plan, taskDefinition, underWay, new ServiceSnapshot(plan.EcsName, taskDefinition, 0)) { Arn = arn };
    }

    private ServiceFlight Changed(ServicePlan plan, string taskDefinition, ServiceSnapshot reply)
    {
        if (plan.Shift is { } shift)
            return Shifting(plan, taskDefinition, shift, reply);

        var result = new ServiceResult(plan.Name, Verdict.Deployed, "settings changed; nothing had to be deployed for them", taskDefinition, null);
        output.Emit(new ServiceEnded(result));
        return new ServiceFlight(plan, taskDefinition, reply.Primary, reply) { Result = result };
    }
}

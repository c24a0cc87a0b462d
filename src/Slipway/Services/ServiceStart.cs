using System.Text.Json.Nodes;
using Slipway.Output;

namespace Slipway.Services;

/// <summary>Carries out the first half of a service's plan: everything up to the start of its deployment.</summary>
internal sealed class ServiceStart(IEcs ecs, ILogs logs, IOutput output)
{
    /// <summary>The deployment to follow; null: nothing was to be done that ECS deploys.</summary>
    public async Task<ServiceFlight?> Begin(string cluster, ServicePlan plan, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        await LogGroup(plan.LogGroup, ct);
        var taskDefinition = await TaskDefinition(plan, ct);

        switch (plan.Service)
        {
            case ServiceStep.Create create:
                return Started(plan, taskDefinition, await ecs.Create(
                    cluster, new ServiceCreation(plan.EcsName, taskDefinition, create.DesiredCount, create.Settings, create.Tags), ct));

            case ServiceStep.Update update:
                var change = update.NewTaskDefinition ? update.Change with { TaskDefinition = taskDefinition } : update.Change;
                var reply = await ecs.Update(cluster, plan.EcsName, change, ct);
                return change.StartsDeployment ? Started(plan, taskDefinition, reply) : Changed(plan, taskDefinition, reply);

            case ServiceStep.Follow follow:
                output.Emit(new ServiceDeploying(plan.Name, taskDefinition, plan.Budget));
                return new ServiceFlight(plan, taskDefinition, follow.Deployment, new ServiceSnapshot(plan.EcsName, taskDefinition, 0));

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

    private ServiceFlight Changed(ServicePlan plan, string taskDefinition, ServiceSnapshot reply)
    {
        var result = new ServiceResult(plan.Name, Verdict.Deployed, "settings changed; nothing had to be deployed for them", taskDefinition, null);
        output.Emit(new ServiceEnded(result));
        return new ServiceFlight(plan, taskDefinition, reply.Primary, reply) { Result = result };
    }

    private async Task LogGroup(LogGroupStep step, CancellationToken ct)
    {
        if (step is LogGroupStep.Create create)
        {
            await logs.CreateGroup(create.Name, create.Tags, ct);
            await logs.SetRetention(create.Name, create.Days, ct);
            output.Emit(new LogGroupReady(create.Name, create.Days));
        }
        else if (step is LogGroupStep.SetRetention set)
        {
            await logs.SetRetention(set.Name, set.Days, ct);
            output.Emit(new LogGroupReady(set.Name, set.Days));
        }
    }

    private async Task<string> TaskDefinition(ServicePlan plan, CancellationToken ct)
    {
        switch (plan.TaskDefinition)
        {
            case TaskDefinitionStep.Keep keep:
                return keep.Arn;
            case TaskDefinitionStep.Reuse reuse:
                return reuse.Arn;
            default:
                var content = ((TaskDefinitionStep.Register)plan.TaskDefinition).Content;
                var arn = await ecs.Register((JsonObject)content.DeepClone(), ct);
                output.Emit(new TaskDefinitionRegistered(plan.Name, arn));
                return arn;
        }
    }
}

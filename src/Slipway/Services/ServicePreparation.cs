using System.Text.Json.Nodes;
using Slipway.Output;

namespace Slipway.Services;

/// <summary>Carries out what a service's plan asks for before anything runs: its log group and its task definition.</summary>
internal sealed class ServicePreparation(IEcs ecs, ILogs logs, IOutput output)
{
    /// <summary>Returns the ARN of the task definition that the service is to have.</summary>
    public async Task<string> Prepare(ServicePlan plan, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        await LogGroup(plan.LogGroup, ct);
        return await TaskDefinition(plan, ct);
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

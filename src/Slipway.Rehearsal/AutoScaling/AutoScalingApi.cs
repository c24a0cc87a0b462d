using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.CloudWatch;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.AutoScaling;

/// <summary>
/// Application Auto Scaling for services of ECS. A target that is registered has its number of tasks moved into its range at once, as on AWS; policies are kept and told, with
/// their alarms, and move nothing: the rehearsal measures neither CPU nor memory.
/// </summary>
internal sealed class AutoScalingApi(ScalableTargets targets, IAwsApi ecs, Alarms alarms, TimeProvider clock) : IAwsApi
{
    private const int MostAtOnce = 50;

    private readonly PolicyOperations _policies = new(targets, alarms, clock);

    /// <inheritdoc/>
    public string SigningName => "application-autoscaling";

    /// <inheritdoc/>
    public async Task<JsonObject> Call(string operation, JsonObject input, Caller caller, CancellationToken ct) => operation switch
    {
        "RegisterScalableTarget" => await Register(input, caller, ct),
        "DescribeScalableTargets" => Describe(input, caller),
        "DeregisterScalableTarget" => Deregister(input, caller),
        "PutScalingPolicy" => _policies.Put(input, caller),
        "DescribeScalingPolicies" => _policies.Describe(input, caller),
        "DeleteScalingPolicy" => _policies.Delete(input, caller),
        _ => throw AwsError.UnknownOperation(operation),
    };

    private async Task<JsonObject> Register(JsonObject input, Caller caller, CancellationToken ct)
    {
        var id = ScalingInput.Resource(input);
        var (min, max) = (input.OptionalInt("MinCapacity"), input.OptionalInt("MaxCapacity"));
        var existing = targets.Find(id, caller);
        if ((min ?? existing?.Min, max ?? existing?.Max) is not ({ } least, { } most))
            throw ScalingInput.Invalid("Minimum capacity and maximum capacity must be specified when a scalable target is registered.");

        if (least < 0 || most < 0)
            throw ScalingInput.Invalid($"Minimum capacity {least} and maximum capacity {most} must not be negative.");

        if (least > most)
            throw ScalingInput.Invalid("Maximum capacity cannot be less than minimum capacity");

        var target = (existing ?? new ScalableTarget(caller.Account, caller.Region, id, least, most, clock.GetUtcNow())) with
        {
            Min = least,
            Max = most,
            Suspended = Suspended(existing?.Suspended ?? [], input.OptionalObject("SuspendedState")),
        };
        var running = await Running(target, caller, ct) ?? throw ScalingInput.Invalid($"ECS service doesn't exist: {id}");
        targets.Change(id, caller, _ => target);
        if (running < least || running > most)
            await SetCount(target, Math.Clamp(running, least, most), caller, ct);

        return new JsonObject { ["ScalableTargetARN"] = Arn(target) };
    }

    private JsonObject Describe(JsonObject input, Caller caller)
    {
        ScalingInput.CheckNamespace(input);
        ScalingInput.CheckDimension(input, isRequired: false);
        var ids = input.Strings("ResourceIds");
        if (ids.Count > MostAtOnce)
            throw ScalingInput.Invalid($"1 validation error detected: Value at 'resourceIds' failed to satisfy constraint: Member must have length less than or equal to {MostAtOnce}");

        var (page, next) = ScalingInput.Page(targets.Of(caller).Where(target => ids.Count == 0 || ids.Contains(target.Id, StringComparer.Ordinal)), target => target.Id, input);
        return new JsonObject { ["ScalableTargets"] = new JsonArray([.. page.Select(Shown)]), ["NextToken"] = next };
    }

    /// <summary>With it go its policies, and their alarms.</summary>
    private JsonObject Deregister(JsonObject input, Caller caller)
    {
        var id = ScalingInput.Resource(input);
        targets.Change(id, caller, target =>
        {
            foreach (var policy in (target ?? throw ScalingInput.NoTarget(id)).Policies)
                _policies.DeleteAlarms(policy, caller);

            return null;
        });
        return [];
    }

    private static JsonObject Shown(ScalableTarget target) => new()
    {
        ["ServiceNamespace"] = ScalingInput.Namespace,
        ["ResourceId"] = target.Id,
        ["ScalableDimension"] = ScalingInput.Dimension,
        ["MinCapacity"] = target.Min,
        ["MaxCapacity"] = target.Max,
        ["RoleARN"] = $"arn:aws:iam::{target.Account}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService",
        ["CreationTime"] = JsonValue.Create(target.CreatedAt),
        ["SuspendedState"] = Suspended([], target.Suspended),
        ["ScalableTargetARN"] = Arn(target),
    };

    private static string Arn(ScalableTarget target) =>
        $"arn:aws:application-autoscaling:{target.Region}:{target.Account}:scalable-target/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target.Id)))[..32]}";

    private static JsonObject Suspended(JsonObject before, JsonObject? set)
    {
        var all = new JsonObject();
        foreach (var kind in new[] { "DynamicScalingInSuspended", "DynamicScalingOutSuspended", "ScheduledScalingSuspended" })
            all[kind] = set?.OptionalBool(kind) ?? before.OptionalBool(kind) ?? false;

        return all;
    }

    /// <summary>Null: there is no such service.</summary>
    private async Task<int?> Running(ScalableTarget target, Caller caller, CancellationToken ct)
    {
        try
        {
            var seen = await ecs.Call("DescribeServices", new JsonObject { ["cluster"] = target.Cluster, ["services"] = new JsonArray(target.Service) }, caller, ct);
            return seen.Objects("services").FirstOrDefault(service => service.OptionalString("status") == "ACTIVE")?.OptionalInt("desiredCount");
        }
        catch (AwsError error) when (error.Code == "ClusterNotFoundException")
        {
            return null;
        }
    }

    private Task SetCount(ScalableTarget target, int count, Caller caller, CancellationToken ct) => ecs.Call(
        "UpdateService", new JsonObject { ["cluster"] = target.Cluster, ["service"] = target.Service, ["desiredCount"] = count }, caller, ct);
}

using System.Text.Json.Nodes;
using Slipway.Rehearsal.CloudWatch;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.AutoScaling;

/// <summary>Scaling policies. One that tracks a target has two alarms, which are made and deleted with it.</summary>
internal sealed class PolicyOperations(ScalableTargets targets, Alarms alarms, TimeProvider clock)
{
    public JsonObject Put(JsonObject input, Caller caller)
    {
        var (id, name) = (ScalingInput.Resource(input), input.RequiredString("PolicyName", "ValidationException"));
        ScalingPolicy? put = null;
        targets.Change(id, caller, target =>
        {
            var existing = (target ?? throw ScalingInput.NoTarget(id)).Policies.FirstOrDefault(policy => policy.Name == name);
            var (type, configuration) = PolicyInput.Read(input, existing?.Type);
            if (target.Policies.Any(other => other.Name != name && PolicyInput.TracksSame(other, type, configuration)))
                throw ScalingInput.Invalid("Only one TargetTrackingScaling policy for a given metric specification is allowed.");

            put = new ScalingPolicy(
                existing?.Arn ?? $"arn:aws:autoscaling:{caller.Region}:{caller.Account}:scalingPolicy:{Guid.NewGuid()}:resource/ecs/{id}:policyName/{name}",
                name, type, configuration, TrackingAlarms.Names(existing, type, id), existing?.CreatedAt ?? clock.GetUtcNow());
            return target with { Policies = [.. target.Policies.Where(other => other.Name != name), put] };
        });
        foreach (var alarm in TrackingAlarms.Of(put!, id))
            alarms.Put(alarm, caller);

        return new JsonObject { ["PolicyARN"] = put!.Arn, ["Alarms"] = Shown(put.Alarms, caller) };
    }

    public JsonObject Describe(JsonObject input, Caller caller)
    {
        ScalingInput.CheckNamespace(input);
        ScalingInput.CheckDimension(input, isRequired: false);
        var (id, names) = (input.OptionalString("ResourceId"), input.Strings("PolicyNames"));
        var found = targets.Of(caller).Where(target => id is null || target.Id == id)
            .SelectMany(target => target.Policies.Select(policy => (Target: target, Policy: policy)))
            .Where(one => names.Count == 0 || names.Contains(one.Policy.Name, StringComparer.Ordinal));
        var (page, next) = ScalingInput.Page(found, one => $"{one.Target.Id} {one.Policy.Name}", input);
        return new JsonObject { ["ScalingPolicies"] = new JsonArray([.. page.Select(one => Shown(one.Target, one.Policy, caller))]), ["NextToken"] = next };
    }

    public JsonObject Delete(JsonObject input, Caller caller)
    {
        var (id, name) = (ScalingInput.Resource(input), input.RequiredString("PolicyName", "ValidationException"));
        targets.Change(id, caller, target =>
        {
            var policy = target?.Policies.FirstOrDefault(one => one.Name == name) ?? throw new AwsError(
                "ObjectNotFoundException",
                $"No scaling policy found for service namespace: {ScalingInput.Namespace}, resource ID: {id}, scalable dimension: {ScalingInput.Dimension}, policy name: {name}");
            DeleteAlarms(policy, caller);
            return target with { Policies = [.. target.Policies.Where(one => one != policy)] };
        });
        return [];
    }

    /// <summary>Those that somebody deleted already are no reason to fail.</summary>
    public void DeleteAlarms(ScalingPolicy policy, Caller caller)
    {
        foreach (var name in policy.Alarms)
        {
            try
            {
                alarms.Delete([name], caller);
            }
            catch (AwsError error) when (error.Code == "ResourceNotFound")
            {
            }
        }
    }

    private static JsonObject Shown(ScalableTarget target, ScalingPolicy policy, Caller caller) => new()
    {
        ["PolicyARN"] = policy.Arn,
        ["PolicyName"] = policy.Name,
        ["ServiceNamespace"] = ScalingInput.Namespace,
        ["ResourceId"] = target.Id,
        ["ScalableDimension"] = ScalingInput.Dimension,
        ["PolicyType"] = policy.Type,
        [PolicyInput.MemberOf(policy.Type)] = policy.Configuration.DeepClone(),
        ["Alarms"] = Shown(policy.Alarms, caller),
        ["CreationTime"] = JsonValue.Create(policy.CreatedAt),
    };

    private static JsonArray Shown(IReadOnlyList<string> names, Caller caller) =>
        new([.. names.Select(name => new JsonObject { ["AlarmName"] = name, ["AlarmARN"] = Alarms.Scope(caller) + name })]);
}

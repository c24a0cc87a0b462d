using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Ecs;

/// <summary>
/// What DescribeServices shows. Like AWS's it lags: for a moment after UpdateService it answers what was before, and
/// <c>currentServiceDeployment</c> names the previous service deployment for longer (https://github.com/kayac/ecspresso/pull/945).
/// </summary>
internal sealed class ServiceViews(ServiceJson json, RehearsalTime time)
{
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PointerLag = TimeSpan.FromSeconds(3);
    private readonly Dictionary<string, (JsonObject Answer, DateTimeOffset At)> _before = new(StringComparer.Ordinal);

    /// <summary>To be called before a service is updated.</summary>
    public void Remember(Service service) =>
        _before[service.Arn] = (json.Service(service, tags: true, Pointer(service)), time.Now);

    public JsonObject Of(Service service, bool tags)
    {
        var answer = _before.TryGetValue(service.Arn, out var before) && time.Now - before.At < time.Scaled(Lag)
            ? before.Answer.DeepClone().AsObject()
            : json.Service(service, tags: true, Pointer(service));

        if (!tags)
            answer.Remove("tags");

        return answer;
    }

    private string Pointer(Service service)
    {
        var newest = service.History[^1];
        return service.History.Count > 1 && time.Now - newest.CreatedAt < time.Scaled(PointerLag) ? service.History[^2].Arn : newest.Arn;
    }
}

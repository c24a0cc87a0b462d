using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>One occurrence of a PAUSE hook: somebody is to say how it goes on, before it expires.</summary>
internal sealed class PauseHook
{
    public required string Id { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>CONTINUE or ROLLBACK.</summary>
    public required string TimeoutAction { get; init; }

    /// <summary>AWAITING_ACTION, SUCCEEDED, FAILED or TIMED_OUT.</summary>
    public string Status { get; set; } = "AWAITING_ACTION";
}

/// <param name="Waits">Somebody has still to answer.</param>
/// <param name="BackBecause">Why the deployment goes back; null when it does not.</param>
internal sealed record HookVerdict(bool Waits, string? BackBecause);

/// <summary>PAUSE hooks (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pause-lifecycle-hooks.html).</summary>
internal static class PauseHooks
{
    private const int DefaultTimeout = 1440;
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

    /// <summary>The hooks that a stage begins with, each with an id of its own whenever the stage comes.</summary>
    public static List<PauseHook> At(string stage, JsonObject? configuration, RehearsalTime time) =>
    [
        .. (configuration?.Objects("lifecycleHooks") ?? [])
            .Where(hook => hook.Strings("lifecycleStages").Contains(stage))
            .Select(hook => hook.OptionalObject("timeoutConfiguration") ?? [])
            .Select(timeout => new PauseHook
            {
                Id = "ecs-pause-" + RandomNumberGenerator.GetString(Letters, 43),
                ExpiresAt = time.Now + time.Scaled(TimeSpan.FromMinutes(timeout.OptionalInt("timeoutInMinutes") ?? DefaultTimeout)),
                TimeoutAction = timeout.OptionalString("action") ?? "ROLLBACK",
            }),
    ];

    /// <summary>Ends the wait for those that nobody answered in time. Whether there was one.</summary>
    public static bool Expire(IReadOnlyList<PauseHook> hooks, DateTimeOffset now)
    {
        var late = hooks.Where(hook => hook.Status == "AWAITING_ACTION" && now >= hook.ExpiresAt).ToList();
        late.ForEach(hook => hook.Status = "TIMED_OUT");
        return late.Count > 0;
    }

    /// <summary>All of a stage's hooks have to be answered; one that says ROLLBACK decides for all.</summary>
    public static HookVerdict Judge(IReadOnlyList<PauseHook> hooks)
    {
        var refused = hooks.FirstOrDefault(hook => hook.Status == "FAILED" || hook is { Status: "TIMED_OUT", TimeoutAction: "ROLLBACK" });
        return new HookVerdict(hooks.Any(hook => hook.Status == "AWAITING_ACTION"), refused switch
        {
            null => null,
            { Status: "FAILED" } => $"Service deployment rolled back because of the action ROLLBACK on the pause hook {refused.Id}.",
            _ => $"Service deployment rolled back because the pause hook {refused.Id} timed out.",
        });
    }
}

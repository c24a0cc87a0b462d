using Slipway.Services;

namespace Slipway.Tests.Services;

/// <summary>
/// A deployment that moves traffic as ECS documents it: a pause before every step where one is wanted, a wait after it, going on and back by itself when a
/// wait is over. The clock is the run's, or differs from it by <paramref name="ahead"/>.
/// </summary>
internal sealed class FakeShift(string service, DeploymentSettings settings, TimeProvider time, TimeSpan ahead = default)
{
    private readonly List<HookState> _hooks = [];
    private string _status = "IN_PROGRESS";
    private string _stage = "SCALE_UP";
    private string? _rollback;
    private double _weight;
    private DateTimeOffset? _until;

    public string Arn => $"sd/{service}";

    /// <summary>Whether its tasks ever become healthy.</summary>
    public bool ComesUp { get; init; } = true;

    /// <summary>Whether ECS tells weights.</summary>
    public bool TellsWeight { get; init; } = true;

    public List<double> Weights { get; } = [];

    private DateTimeOffset Clock => time.GetUtcNow() + ahead;

    public ServiceDeployment Now
    {
        get
        {
            if (_status == "IN_PROGRESS")
                Pass();

            return new ServiceDeployment(Arn, _status, FakeEcs.T0)
            {
                ReadAt = Clock,
                UpdatedAt = FakeEcs.T0,
                Target = $"chat-{service}-rev",
                Sources = [$"chat-{service}-before"],
                Weight = TellsWeight ? _weight : null,
                Stage = _stage,
                Hooks = [.. _hooks],
                Settings = settings,
                Rollback = _rollback,
                Running = 2,
                Requested = 2,
            };
        }
    }

    public bool Waits(string hook) => _hooks.Exists(one => one.Id == hook && one.Status == "AWAITING_ACTION");

    public void Answer(string hook, HookAction action)
    {
        Assert.Equal("AWAITING_ACTION", _hooks[^1].Status);
        Assert.Equal(hook, _hooks[^1].Id);
        End(action == HookAction.Continue ? "SUCCEEDED" : "FAILED");
        if (action == HookAction.Continue)
            Move();
        else
            GoBack("hook");
    }

    public void Stop() => GoBack("stopped");

    private void Pass()
    {
        if (_stage == "SCALE_UP" && ComesUp)
            Arrive();
        else if (_hooks is [.., { Status: "AWAITING_ACTION" }] && Clock >= _until)
            TimeOut();
        else if (_stage is "PRODUCTION_TRAFFIC_SHIFT" or "BAKE_TIME" && Clock >= _until)
            Next();
    }

    private void Arrive()
    {
        if (settings.Pauses.Count > 0)
            Pause();
        else
            Move();
    }

    private void Pause()
    {
        _stage = "PRE_PRODUCTION_TRAFFIC_SHIFT";
        _until = Clock + TimeSpan.FromMinutes(settings.Pauses[0].TimeoutMinutes!.Value);
        _hooks.Add(new HookState($"h{_hooks.Count + 1}", "PAUSE", "AWAITING_ACTION") { ExpiresAt = _until });
    }

    private void Move()
    {
        _weight = settings.Strategy switch
        {
            "LINEAR" => Math.Min(100, _weight + settings.Step!.Percent),
            "CANARY" => _weight == 0 ? settings.Step!.Percent : 100,
            _ => 100,
        };
        Weights.Add(_weight);
        _stage = _weight < 100 ? "PRODUCTION_TRAFFIC_SHIFT" : "BAKE_TIME";
        _until = Clock + TimeSpan.FromMinutes(_weight < 100 ? settings.Step!.BakeMinutes : settings.BakeMinutes);
        if (_until == Clock)
            Next();
    }

    private void Next()
    {
        if (_weight >= 100)
            (_stage, _status) = ("CLEAN_UP", "SUCCESSFUL");
        else
            Arrive();
    }

    private void TimeOut()
    {
        End("TIMED_OUT");
        GoBack("hook timeout");
    }

    private void End(string status) => _hooks[^1] = _hooks[^1] with { Status = status };

    private void GoBack(string why) => (_status, _rollback, _weight) = ("ROLLBACK_SUCCESSFUL", why, 0);
}

namespace Slipway.Rehearsal.Ecs;

/// <summary>
/// The stages of a service deployment that shifts traffic
/// (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html).
/// </summary>
internal static class LifecycleStage
{
    public const string Reconcile = "RECONCILE_SERVICE";
    public const string PreScaleUp = "PRE_SCALE_UP";
    public const string ScaleUp = "SCALE_UP";
    public const string PostScaleUp = "POST_SCALE_UP";
    public const string TestShift = "TEST_TRAFFIC_SHIFT";
    public const string PostTestShift = "POST_TEST_TRAFFIC_SHIFT";
    public const string PreProductionShift = "PRE_PRODUCTION_TRAFFIC_SHIFT";
    public const string ProductionShift = "PRODUCTION_TRAFFIC_SHIFT";
    public const string PostProductionShift = "POST_PRODUCTION_TRAFFIC_SHIFT";
    public const string Bake = "BAKE_TIME";
    public const string CleanUp = "CLEAN_UP";

    /// <summary>Where a PAUSE hook may be. The other stages of <see cref="Hooked"/> also run on the way back, where nothing may wait.</summary>
    public static readonly IReadOnlyList<string> Pausable = [Reconcile, PreScaleUp, PostScaleUp, PostTestShift, PreProductionShift, PostProductionShift];

    /// <summary>Where a hook may be.</summary>
    public static readonly IReadOnlyList<string> Hooked = [.. Pausable, TestShift, ProductionShift];
}

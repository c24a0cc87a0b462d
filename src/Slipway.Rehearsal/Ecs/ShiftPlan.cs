using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>One stage of a deployment that shifts traffic.</summary>
/// <param name="Percent">Of the stage's traffic (test or production), what the target revision has from its beginning on; null in a stage that moves none.</param>
/// <param name="BakeMinutes">So long it lasts, at least.</param>
internal sealed record ShiftStep(string Stage, decimal? Percent = null, int BakeMinutes = 0);

/// <param name="First">Nothing serves yet, so there is nothing to shift from.</param>
/// <param name="Crowded">Other revisions than the one that serves have tasks: leftovers of deployments that were superseded or failed.</param>
/// <param name="TestRule">The service has a listener rule for test traffic.</param>
internal sealed record ShiftStart(bool First, bool Crowded, bool TestRule);

/// <summary>
/// The stages that a deployment will go through, decided before it begins. Traffic shifts only once the new revision has its full
/// count (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-linear.html, canary-deployment.html and
/// blue-green-deployment-how-it-works.html).
/// </summary>
internal static class ShiftPlan
{
    private static readonly ShiftStep[] None = [];

    /// <remarks>AWS does not document the stages of a service's first deployment; here it shifts all at once and bakes nothing.</remarks>
    public static List<ShiftStep> Forward(JsonObject configuration, ShiftStart start) =>
    [
        .. start.Crowded ? [new(LifecycleStage.Reconcile)] : None,
        new(LifecycleStage.PreScaleUp),
        new(LifecycleStage.ScaleUp),
        new(LifecycleStage.PostScaleUp),
        .. start.TestRule ? [new(LifecycleStage.TestShift, 100)] : None,
        .. start.First ? [new(LifecycleStage.ProductionShift, 100)] : Shift(configuration),
        new(LifecycleStage.CleanUp),
    ];

    /// <summary>The way back: production traffic first of all, unless the old revision's tasks were being stopped and have to come back before.</summary>
    public static List<ShiftStep> Back(bool sourceIsGoing, bool testRule) =>
    [
        .. sourceIsGoing ? [new(LifecycleStage.ScaleUp)] : None,
        new(LifecycleStage.ProductionShift, 0),
        .. testRule ? [new(LifecycleStage.TestShift, 0)] : None,
        new(LifecycleStage.CleanUp),
    ];

    private static IEnumerable<ShiftStep> Shift(JsonObject configuration) =>
    [
        new(LifecycleStage.PostTestShift),
        .. Production(configuration).SelectMany(step => new[] { new ShiftStep(LifecycleStage.PreProductionShift), step }),
        new(LifecycleStage.PostProductionShift),
        new(LifecycleStage.Bake, BakeMinutes: configuration.OptionalInt("bakeTimeInMinutes") ?? 0),
    ];

    private static IEnumerable<ShiftStep> Production(JsonObject configuration)
    {
        var (percent, bake, most) = configuration.OptionalString("strategy") switch
        {
            "CANARY" => (CanarySettings.Percent(configuration), CanarySettings.BakeMinutes(configuration), 1),
            "LINEAR" => (LinearSettings.Percent(configuration), LinearSettings.BakeMinutes(configuration), int.MaxValue),
            _ => (100m, 0, 0),
        };

        // Nothing is waited for after the last step: the deployment's own bake time follows.
        for (var step = 1; step <= most && step * percent < 100; step++)
            yield return new(LifecycleStage.ProductionShift, step * percent, bake);
        yield return new(LifecycleStage.ProductionShift, 100);
    }
}

/// <summary>What CANARY is told, with AWS's defaults.</summary>
internal static class CanarySettings
{
    public const string Name = "canaryConfiguration";

    public static decimal Percent(JsonObject configuration) => (decimal)(configuration.OptionalObject(Name)?.Real("canaryPercent") ?? 5);

    public static int BakeMinutes(JsonObject configuration) => configuration.OptionalObject(Name)?.OptionalInt("canaryBakeTimeInMinutes") ?? 10;
}

/// <summary>What LINEAR is told, with AWS's defaults.</summary>
internal static class LinearSettings
{
    public const string Name = "linearConfiguration";

    public static decimal Percent(JsonObject configuration) => (decimal)(configuration.OptionalObject(Name)?.Real("stepPercent") ?? 10);

    public static int BakeMinutes(JsonObject configuration) => configuration.OptionalObject(Name)?.OptionalInt("stepBakeTimeInMinutes") ?? 6;
}

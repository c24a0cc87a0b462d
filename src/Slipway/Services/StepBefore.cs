using Slipway.Databases;

namespace Slipway.Services;

/// <summary>Something that is done to its end before any service is begun: <see cref="OneOffStep"/> or <see cref="SnapshotStep"/>. Its text is its line in the plan.</summary>
internal abstract record StepBefore
{
    /// <summary>
    /// A service that gets no other task definition has nothing to do before: its steps were done when it got this one. What of them is done in the environment is in the
    /// order of the definition.
    /// </summary>
    /// <param name="release">Null: there is none yet.</param>
    public static IReadOnlyList<StepBefore> Of(
        Application application, DeployEnvironment environment, EcsService service, TaskDefinitionStep definition, NetworkSettings network, string? release) =>
        definition is TaskDefinitionStep.Keep ? []
        :
        [
            .. service.Before.Where(step => step.IsIn(environment)).Select(step => step switch
            {
                RdsSnapshot snapshot => SnapshotStep.Of(application, environment, snapshot, release),
                OneOffTask task => (StepBefore)OneOffStep.Of(task, EcsNames.Family(application, environment, service), network),
                _ => throw new ArgumentOutOfRangeException(nameof(service), step, "There are no others."),
            }),
        ];
}

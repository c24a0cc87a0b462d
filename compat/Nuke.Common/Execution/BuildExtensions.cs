using System.Diagnostics.CodeAnalysis;

namespace Nuke.Common.Execution;

/// <summary>Something that takes part in every run of a build; one of the interfaces below says when.</summary>
public interface IBuildExtension
{
    /// <summary>Extensions are called from high to low. The build's own methods come last.</summary>
    float Priority { get; }
}

/// <summary>
/// An extension as an attribute of the build class. As in NUKE, base classes count and interfaces do not: an attribute on a component is
/// never seen, so a component checks its parameters in a requirement of its targets.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
[SuppressMessage("Naming", "CA1710", Justification = "The name that NUKE gave it.")]
public abstract class BuildExtensionAttributeBase : Attribute, IBuildExtension
{
    /// <summary>The build.</summary>
    public INukeBuild Build { get; internal set; } = null!;

    /// <inheritdoc/>
    public virtual float Priority { get; set; }
}

/// <summary>Called when the parameters were read and nothing is planned yet.</summary>
public interface IOnBuildCreated : IBuildExtension
{
    /// <inheritdoc cref="IOnBuildCreated"/>
    void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets);
}

/// <summary>Called when the plan stands, before requirements are checked and anything runs. Not called for <c>--help</c>.</summary>
public interface IOnBuildInitialized : IBuildExtension
{
    /// <inheritdoc cref="IOnBuildInitialized"/>
    void OnBuildInitialized(IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan);
}

/// <summary>Called when a target says what it achieved, or failed.</summary>
public interface IOnTargetSummaryUpdated : IBuildExtension
{
    /// <inheritdoc cref="IOnTargetSummaryUpdated"/>
    void OnTargetSummaryUpdated(INukeBuild build, ExecutableTarget target);
}

/// <summary>Called when a target is passed over.</summary>
public interface IOnTargetSkipped : IBuildExtension
{
    /// <inheritdoc cref="IOnTargetSkipped"/>
    void OnTargetSkipped(ExecutableTarget target);
}

/// <summary>Called before a target's first action.</summary>
public interface IOnTargetRunning : IBuildExtension
{
    /// <inheritdoc cref="IOnTargetRunning"/>
    void OnTargetRunning(ExecutableTarget target);
}

/// <summary>Called after a target's last action.</summary>
public interface IOnTargetSucceeded : IBuildExtension
{
    /// <inheritdoc cref="IOnTargetSucceeded"/>
    void OnTargetSucceeded(ExecutableTarget target);
}

/// <summary>Called when an action threw.</summary>
public interface IOnTargetFailed : IBuildExtension
{
    /// <inheritdoc cref="IOnTargetFailed"/>
    void OnTargetFailed(ExecutableTarget target);
}

/// <summary>Called after the summary, whatever the outcome.</summary>
public interface IOnBuildFinished : IBuildExtension
{
    /// <inheritdoc cref="IOnBuildFinished"/>
    void OnBuildFinished();
}

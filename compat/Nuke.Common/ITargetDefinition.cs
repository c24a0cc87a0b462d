using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace Nuke.Common;

/// <summary>What a target is made of. Every method returns the same definition, to be chained.</summary>
public interface ITargetDefinition
{
    /// <summary>The sentence that <c>--help</c> prints under the name.</summary>
    ITargetDefinition Description(string description);

    /// <summary>Adds actions; several are run in the order in which they were added.</summary>
    ITargetDefinition Executes(params Action[] actions);

    /// <summary>Adds an action whose result is dropped.</summary>
    ITargetDefinition Executes<T>(Func<T> action);

    /// <summary>Adds an asynchronous action; the target ends when the task does.</summary>
    ITargetDefinition Executes(Func<Task> action);

    /// <summary>Targets that run before this one, and whenever this one runs.</summary>
    ITargetDefinition DependsOn(params Target[] targets);

    /// <summary>As <see cref="DependsOn(Target[])"/>, for targets of the component <typeparamref name="T"/>; without arguments, for its one target.</summary>
    ITargetDefinition DependsOn<T>(params Func<T, Target>[] targets);

    /// <summary>As <see cref="DependsOn{T}"/> where the build implements <typeparamref name="T"/>, and nothing elsewhere.</summary>
    ITargetDefinition TryDependsOn<T>(params Func<T, Target>[] targets);

    /// <summary>Makes this target a dependency of the given ones.</summary>
    ITargetDefinition DependentFor(params Target[] targets);

    /// <inheritdoc cref="DependentFor(Target[])"/>
    ITargetDefinition DependentFor<T>(params Func<T, Target>[] targets);

    /// <summary>As <see cref="DependentFor{T}"/> where the build implements <typeparamref name="T"/>, and nothing elsewhere.</summary>
    ITargetDefinition TryDependentFor<T>(params Func<T, Target>[] targets);

    /// <summary>Skips the target when the condition is false right before its turn; its dependencies have run by then.</summary>
    ITargetDefinition OnlyWhenDynamic(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? conditionExpression = null);

    /// <summary>Skips the target, and the dependencies that nothing else needs, when the condition is false before anything runs.</summary>
    ITargetDefinition OnlyWhenStatic(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? conditionExpression = null);

    /// <summary>Parameters that must have a value before anything runs.</summary>
    ITargetDefinition Requires<T>(Expression<Func<T>> parameterRequirement, params Expression<Func<T>>[] parameterRequirements)
        where T : class?;

    /// <inheritdoc cref="Requires{T}(Expression{Func{T}}, Expression{Func{T}}[])"/>
    ITargetDefinition Requires<T>(Expression<Func<T?>> parameterRequirement, params Expression<Func<T?>>[] parameterRequirements)
        where T : struct;

    /// <summary>Conditions that must be true before anything runs; a false one fails the build.</summary>
    ITargetDefinition Requires(Expression<Func<bool>> requirement, params Expression<Func<bool>>[] requirements);

    /// <summary>Whether dependencies that only this target needs run although it is skipped. Default: they are skipped too.</summary>
    ITargetDefinition WhenSkipped(DependencyBehavior dependencyBehavior);

    /// <summary>Runs this target before the given ones where both run.</summary>
    ITargetDefinition Before(params Target[] targets);

    /// <inheritdoc cref="Before(Target[])"/>
    ITargetDefinition Before<T>(params Func<T, Target>[] targets);

    /// <summary>As <see cref="Before{T}"/> where the build implements <typeparamref name="T"/>, and nothing elsewhere.</summary>
    ITargetDefinition TryBefore<T>(params Func<T, Target>[] targets);

    /// <summary>Runs this target after the given ones where both run.</summary>
    ITargetDefinition After(params Target[] targets);

    /// <inheritdoc cref="After(Target[])"/>
    ITargetDefinition After<T>(params Func<T, Target>[] targets);

    /// <summary>As <see cref="After{T}"/> where the build implements <typeparamref name="T"/>, and nothing elsewhere.</summary>
    ITargetDefinition TryAfter<T>(params Func<T, Target>[] targets);

    /// <summary>Targets that run, with their dependencies, after this one whenever this one runs.</summary>
    ITargetDefinition Triggers(params Target[] targets);

    /// <inheritdoc cref="Triggers(Target[])"/>
    ITargetDefinition Triggers<T>(params Func<T, Target>[] targets);

    /// <summary>As <see cref="Triggers{T}"/> where the build implements <typeparamref name="T"/>, and nothing elsewhere.</summary>
    ITargetDefinition TryTriggers<T>(params Func<T, Target>[] targets);

    /// <summary>Runs this target after the given ones, whenever one of them runs.</summary>
    ITargetDefinition TriggeredBy(params Target[] targets);

    /// <inheritdoc cref="TriggeredBy(Target[])"/>
    ITargetDefinition TriggeredBy<T>(params Func<T, Target>[] targets);

    /// <summary>As <see cref="TriggeredBy{T}"/> where the build implements <typeparamref name="T"/>, and nothing elsewhere.</summary>
    ITargetDefinition TryTriggeredBy<T>(params Func<T, Target>[] targets);

    /// <summary>Runs this target, if it is scheduled, although a target before it failed or the run was interrupted.</summary>
    ITargetDefinition AssuredAfterFailure();

    /// <summary>Goes on with the next target when this one fails; the build fails all the same.</summary>
    ITargetDefinition ProceedAfterFailure();

    /// <summary>Hides the target from <c>--help</c>.</summary>
    ITargetDefinition Unlisted();

    /// <summary>Takes over the definition of the overridden virtual target of the base class.</summary>
    ITargetDefinition Base();

    /// <summary>Takes over the definitions of other targets.</summary>
    ITargetDefinition Inherit(params Target[] targets);

    /// <summary>Takes over the default definitions that the component <typeparamref name="T"/> gives; without arguments, of its one target.</summary>
    ITargetDefinition Inherit<T>(params Expression<Func<T, Target>>[] targets);
}

/// <summary>What becomes of the dependencies of a skipped target.</summary>
public enum DependencyBehavior
{
    /// <summary>They are skipped too, unless another target needs them.</summary>
    Skip,

    /// <summary>They run.</summary>
    Execute,
}

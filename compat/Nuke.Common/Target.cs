using Nuke.Common.Execution;

namespace Nuke.Common;

/// <summary>Defines a target: given an empty definition, says what the target depends on and does.</summary>
public delegate ITargetDefinition Target(ITargetDefinition definition);

/// <summary>Questions to lists of targets.</summary>
public static class ExecutableTargetExtensions
{
    /// <summary>Whether <paramref name="target"/>, named as a member of the build, is one of <paramref name="targets"/>.</summary>
    public static bool Contains(this IEnumerable<ExecutableTarget> targets, Target target) =>
        targets.Any(candidate => candidate.Factory.Equals(target));
}

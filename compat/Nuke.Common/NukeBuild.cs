using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Execution;
using Nuke.Common.Parameters;
using Nuke.Common.Tooling;

namespace Nuke.Common;

/// <summary>
/// The base class of a build. Its properties of type <see cref="Target"/>, and those of the components that it implements, are its targets:
/// <c>public static int Main() => Execute&lt;Build&gt;(x => x.Compile);</c>
/// </summary>
/// <remarks>
/// Exit codes: 0; <see cref="ExitCode"/> where the build set it; 1 when a target failed or a condition did not hold; 2 for bad usage (an unknown
/// target, an invalid or missing parameter, an impossible graph, no root directory); 130 and 143 after SIGINT and SIGTERM.
/// </remarks>
public abstract partial class NukeBuild : INukeBuild
{
    private readonly Dictionary<MemberInfo, object?> _values = [];

    /// <summary>Finds the build's extensions. Parameters have no values yet when constructors run.</summary>
    protected NukeBuild()
    {
        Extensions =
        [
            .. GetType().GetCustomAttributes<BuildExtensionAttributeBase>(inherit: true).OrderByDescending(extension => extension.Priority),
        ];

        foreach (var extension in Extensions)
            extension.Build = this;
    }

    internal IReadOnlyList<BuildExtensionAttributeBase> Extensions { get; }

    /// <summary>The targets of this run, in order.</summary>
    public IReadOnlyCollection<ExecutableTarget> ExecutionPlan { get; set; } = [];

    /// <summary>The targets that the caller named.</summary>
    [Parameter("List of targets to be invoked. Default is '{default_target}'.", Name = "Target", Separator = "+")]
    public IReadOnlyCollection<ExecutableTarget> InvokedTargets => Those(target => target.Invoked);

    /// <summary>The targets that are passed over.</summary>
    [Parameter("List of targets to be skipped. Empty list skips all dependencies.", Name = "Skip", Separator = "+")]
    public IReadOnlyCollection<ExecutableTarget> SkippedTargets => Those(target => target.Status == ExecutionStatus.Skipped);

    /// <summary>The targets whose turn is still to come.</summary>
    public IReadOnlyCollection<ExecutableTarget> ScheduledTargets => Those(target => target.Status == ExecutionStatus.Scheduled);

    /// <summary>The targets that are running.</summary>
    public IReadOnlyCollection<ExecutableTarget> RunningTargets => Those(target => target.Status == ExecutionStatus.Running);

    /// <summary>The targets that an interruption ended.</summary>
    public IReadOnlyCollection<ExecutableTarget> AbortedTargets => Those(target => target.Status == ExecutionStatus.Aborted);

    /// <summary>The targets that threw.</summary>
    public IReadOnlyCollection<ExecutableTarget> FailedTargets => Those(target => target.Status == ExecutionStatus.Failed);

    /// <summary>The targets that ended well.</summary>
    public IReadOnlyCollection<ExecutableTarget> SucceededTargets => Those(target => target.Status == ExecutionStatus.Succeeded);

    /// <summary>The targets that failed or succeeded.</summary>
    public IReadOnlyCollection<ExecutableTarget> FinishedTargets => [.. FailedTargets, .. SucceededTargets];

    /// <summary>Whether the caller asked for the plan. NUKE opens a browser; here the plan is printed.</summary>
    [Parameter("Shows the execution plan.")]
    public bool Plan { get; internal set; }

    /// <summary>Whether the caller asked for help.</summary>
    [Parameter("Shows the help text for this build assembly.")]
    public bool Help { get; internal set; }

    /// <summary>Whether the caller wants no logo. This runner has none.</summary>
    [Parameter("Accepted for compatibility: there is no logo.")]
    public bool NoLogo { get; set; }

    /// <summary>Whether targets that succeeded in the previous, failed attempt are passed over.</summary>
    [Parameter("Indicates to continue a previously failed build attempt.")]
    public bool Continue { get; internal set; }

    /// <summary>Whether nothing has failed, was interrupted or not run.</summary>
    public bool IsSucceeding => !IsFailing;

    /// <summary>Whether a target failed, was interrupted or not run.</summary>
    public bool IsFailing =>
        ExecutionPlan.Any(target => target.Status is ExecutionStatus.Failed or ExecutionStatus.Aborted or ExecutionStatus.NotRun);

    /// <summary>Whether no target is running or still to run.</summary>
    public bool IsFinished => ScheduledTargets.Count + RunningTargets.Count == 0;

    /// <summary>The exit code of the process, whatever the outcome; null leaves it to the outcome.</summary>
    public int? ExitCode { get; set; }

    /// <summary>Runs the build that the command line asks for, and returns the exit code of the process.</summary>
    /// <param name="defaultTargetExpressions">The targets that run when the caller names none.</param>
    protected static int Execute<T>(params Expression<Func<T, Target>>[] defaultTargetExpressions)
        where T : NukeBuild, new() =>
        BuildRunner.Run<T>(BuildSession.Current, defaultTargetExpressions);

    /// <inheritdoc/>
    public void ReportSummary(Configure<Dictionary<string, string>>? configurator = null) =>
        ReportSummary(RunningTargets.First(), configurator?.Invoke([]) ?? []);

    internal void ReportSummary(ExecutableTarget target, Dictionary<string, string> summary)
    {
        target.SummaryInformation = summary;
        Tell<IOnTargetSummaryUpdated>(extension => extension.OnTargetSummaryUpdated(this, target));
    }

    internal void Tell<T>(Action<T> call)
        where T : IBuildExtension
    {
        foreach (var extension in Extensions.OfType<T>())
            call(extension);
    }

    internal object? ValueOf(LambdaExpression parameter)
    {
        var member = MemberOf.Expression(parameter);
        if (!_values.TryGetValue(member, out var value))
        {
            var attribute = member.GetCustomAttribute<ValueInjection.ValueInjectionAttributeBase>()
                .NotNull($"{member.DeclaringType?.Name}.{member.Name} is not a parameter.");
            attribute.Build = this;
            _values[member] = value = attribute.TryGetValue(member, this);
        }

        return value;
    }

    private List<ExecutableTarget> Those(Func<ExecutableTarget, bool> filter) => [.. ExecutionPlan.Where(filter)];
}

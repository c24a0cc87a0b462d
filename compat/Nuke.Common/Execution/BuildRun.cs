using System.Linq.Expressions;
using System.Runtime.InteropServices;
using Nuke.Common.Output;
using Nuke.Common.Parameters;
using Nuke.Common.Schema;
using Serilog;

namespace Nuke.Common.Execution;

/// <summary>
/// One run: define targets, read parameters, plan, check, execute, sum up. What fails before the plan stands prints no summary.
/// </summary>
internal sealed class BuildRun(NukeBuild build, BuildSession session)
{
    public int Execute(IReadOnlyCollection<LambdaExpression> defaults)
    {
        var targets = TargetFactory.Create(build, defaults);

        // Help comes before all that takes time or can fail. The logger, the files and the schema are not even loaded.
        build.Help = session.Parameters.OwnSwitch(nameof(NukeBuild.Help));
        if (build.Help)
            return Help(targets);

        LogOutput.Wire();
        ParameterInjection.Parameters(build, session);
        session.Secrets.Announce(session.Host, session.Console);
        SchemaFile.Update(build, session, targets);
        build.Tell<IOnBuildCreated>(extension => extension.OnBuildCreated([.. targets]));
        build.OnBuildCreated();

        build.ExecutionPlan = Planner.Plan(targets, InvokedNames());
        if (build.ExecutionPlan.Count == 0)
            return Help(targets);
        if (build.Plan)
            return Plan();

        return Execute(targets);
    }

    private int Execute(IReadOnlyList<ExecutableTarget> targets)
    {
        TargetExecutor? executor = null;
        using var interruption = new Interruption(End, listen: session.OwnsProcess);
        try
        {
            build.Tell<IOnBuildInitialized>(extension => extension.OnBuildInitialized([.. targets], build.ExecutionPlan));
            ParameterInjection.Others(build);
            build.OnBuildInitialized();

            Skipping.ByCaller(build.ExecutionPlan, session.Parameters.OwnTargets("Skip"));
            Skipping.ByStaticConditions(build.ExecutionPlan);
            Requirements.Check(build, build.ExecutionPlan);

            var attempt = BuildAttempt.Begin(NukeBuild.TemporaryDirectory, session.Arguments, build.Continue);
            executor = new TargetExecutor(build, session, attempt, interruption);
            executor.Run();
        }
        finally
        {
            interruption.WaitIfEnding();
            Finish();
        }

        return build.ExitCode ?? (build.IsSucceeding ? 0 : interruption.Signal is { } signal ? Interruption.ExitCode(signal) : BuildRunner.Failure);

        int End(PosixSignal signal)
        {
            foreach (var target in build.RunningTargets)
                target.Status = ExecutionStatus.Aborted;

            Log.Warning("The run was ended by {Signal}", signal.ToString());
            executor?.RunAssured();
            Finish();
            return build.ExitCode ?? Interruption.ExitCode(signal);
        }
    }

    private IReadOnlyList<string>? InvokedNames() =>
        session.CommandLine.Targets is { Count: > 0 } targets
            ? [.. ParameterValues.SplitTargets(targets), .. session.CommandLine.Has("Target") ? session.Parameters.OwnTargets("Target")! : []]
            : session.Parameters.OwnTargets("Target");

    private int Help(IReadOnlyList<ExecutableTarget> targets)
    {
        session.Console.Line(HelpText.Of(targets, ParameterMember.All(build.GetType())));
        return build.ExitCode ?? 0;
    }

    private int Plan()
    {
        Skipping.ByCaller(build.ExecutionPlan, session.Parameters.OwnTargets("Skip"));
        session.Console.Line(PlanText.Of(build.ExecutionPlan));
        return build.ExitCode ?? 0;
    }

    private void Finish()
    {
        foreach (var target in build.ScheduledTargets)
            target.Status = ExecutionStatus.NotRun;

        Complaint.Write(session.Complaints, session.Host, session.Console);
        foreach (var (text, tone) in Summary.Of(build.ExecutionPlan, build.IsSucceeding, session.Time.GetLocalNow()))
            session.Console.Line(session.Secrets.Mask(text), tone);

        build.Tell<IOnBuildFinished>(extension => extension.OnBuildFinished());
        build.OnBuildFinished();
    }
}

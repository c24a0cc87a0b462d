using Serilog;

namespace Nuke.Common.Execution;

/// <summary>Runs the targets of a plan, one after the other.</summary>
internal sealed class TargetExecutor(NukeBuild build, BuildSession session, BuildAttempt attempt, Interruption interruption)
{
    /// <summary>Runs all targets; after a failure or an interruption only those that are assured.</summary>
    public void Run()
    {
        var stopped = false;
        foreach (var target in build.ExecutionPlan)
        {
            stopped |= interruption.Signal is not null;
            if (stopped && !(target.AssuredAfterFailure && target.Status == ExecutionStatus.Scheduled))
                continue;

            var proceed = Run(target);
            interruption.WaitIfEnding();
            stopped |= !proceed;
        }
    }

    /// <summary>Runs the assured targets that have not run, when the process is about to end.</summary>
    public void RunAssured()
    {
        foreach (var target in build.ExecutionPlan.Where(target => target is { AssuredAfterFailure: true, Status: ExecutionStatus.Scheduled }))
            Run(target);
    }

    private bool Run(ExecutableTarget target)
    {
        try
        {
            if (IsSkipped(target))
            {
                target.Status = ExecutionStatus.Skipped;
                build.Tell<IOnTargetSkipped>(extension => extension.OnTargetSkipped(target));
                build.OnTargetSkipped(target.Name);
                return true;
            }
        }
        catch (ConditionException exception)
        {
            Failed(target, exception.InnerException!, exception.Message);
            return false;
        }

        if (target.Actions.Count == 0)
        {
            target.Status = ExecutionStatus.Collective;
            return true;
        }

        return Execute(target);
    }

    private bool IsSkipped(ExecutableTarget target)
    {
        if (target.Status == ExecutionStatus.Skipped)
            return true;

        if (attempt.Earlier.Contains(target.Name))
        {
            target.Skipped = "succeeded in the previous attempt";
            return true;
        }

        if (target.OnlyWhen is null && Skipping.Unmet(target, target.DynamicConditions) is { } condition)
            target.OnlyWhen = condition;

        return target.OnlyWhen is not null;
    }

    private bool Execute(ExecutableTarget target)
    {
        session.Host.BeginBlock(target.Name, session.Console);
        session.RunningTarget = target.Name;
        var start = session.Time.GetTimestamp();
        try
        {
            target.Status = ExecutionStatus.Running;
            build.Tell<IOnTargetRunning>(extension => extension.OnTargetRunning(target));
            build.OnTargetRunning(target.Name);

            foreach (var action in target.Actions)
                action();

            interruption.WaitIfEnding();
            target.Duration = session.Time.GetElapsedTime(start);
            target.Status = ExecutionStatus.Succeeded;
            build.Tell<IOnTargetSucceeded>(extension => extension.OnTargetSucceeded(target));
            build.OnTargetSucceeded(target.Name);
            attempt.Succeeded(target);
            return true;
        }
        catch (Exception exception)
        {
            target.Duration = session.Time.GetElapsedTime(start);
            interruption.Settle();
            Failed(target, exception, $"Target {target.Name} has thrown an exception");
            return target.ProceedAfterFailure;
        }
        finally
        {
            session.RunningTarget = "";
            session.Host.EndBlock(session.Console);
        }
    }

    private void Failed(ExecutableTarget target, Exception exception, string message)
    {
        if (target.SummaryInformation.Count == 0)
            build.ReportSummary(target, new() { [exception.GetType().Name] = exception.Message.Split('\n')[0].TrimEnd('\r') });

        // A target that gave up because of a signal did what it was asked to: no stack trace.
        if (interruption.Signal is { } signal)
        {
            target.Status = ExecutionStatus.Aborted;
            Log.Warning("Target {Target} was ended by {Signal}: {Reason}", target.Name, signal.ToString(), exception.Message);
        }
        else
        {
            target.Status = ExecutionStatus.Failed;
            Log.Error(exception, "{Message}", message);
        }

        build.Tell<IOnTargetFailed>(extension => extension.OnTargetFailed(target));
        build.OnTargetFailed(target.Name);
    }
}

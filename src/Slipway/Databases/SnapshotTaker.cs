using Slipway.Output;
using Slipway.Services;

namespace Slipway.Databases;

/// <summary>Takes snapshots of databases, and waits until they are available. It deletes none, whatever becomes of the release.</summary>
internal sealed class SnapshotTaker(ISnapshots snapshots, Tempo tempo, IOutput output, TimeProvider time)
{
    private readonly List<ReleasedSnapshot> _taken = [];

    /// <summary>The snapshots that are available, in the order in which they became so.</summary>
    public IReadOnlyList<ReleasedSnapshot> Taken => _taken;

    /// <summary>Takes one, or finds the one of the same release. Cancellation leaves it to RDS and gives the verdict Stopped.</summary>
    /// <returns>What to say of the service; null: it is available.</returns>
    /// <exception cref="DeployException">It could not be taken, or is not available in time.</exception>
    public async Task<ServiceResult?> Take(ServicePlan service, SnapshotStep step, string taskDefinition, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        var isBegun = false;
        try
        {
            var begun = await Begin(service, step, began, ct);
            isBegun = true;
            Keep(service, step, await UntilAvailable(service, step, begun, began, ct), time.GetElapsedTime(began));
            return null;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return new ServiceResult(
                service.Name, Verdict.Stopped,
                $"stopped {(isBegun ? $"while snapshot {step.Identifier} was being taken; RDS goes on with it, and it stays" : $"before a snapshot of {step.Title} was begun")}. No service was begun",
                taskDefinition, null);
        }
    }

    private async Task<SeenSnapshot> Begin(ServicePlan service, SnapshotStep step, long began, CancellationToken ct)
    {
        var pace = new Pace(time, tempo);
        while (true)
        {
            try
            {
                if (await snapshots.Find(step, ct) is { } found)
                {
                    output.Emit(new SnapshotFound(service.Name, found.Identifier, step.Title, found.Status));
                    return found.Database == step.Database ? found : throw OfAnother(step, found);
                }

                var begun = await Grace.Answer(token => snapshots.Take(step, token), $"snapshot {step.Identifier} was begun", time, ct);
                output.Emit(new SnapshotBegun(service.Name, step.Identifier, step.Title, step.Timeout));
                return begun;
            }
            catch (DeployException exception) when (exception.MayPass && time.GetElapsedTime(began) < step.Timeout)
            {
                output.Emit(new SnapshotHeldUp(service.Name, step.Title, exception.Message));
                pace.SlowDown();
                await pace.Wait(moved: false, ct);
            }
            catch (DeployException exception) when (exception.Verdict is not Verdict.Stopped)
            {
                throw NotTaken(step, exception);
            }
        }
    }

    private async Task<SeenSnapshot> UntilAvailable(ServicePlan service, SnapshotStep step, SeenSnapshot seen, long began, CancellationToken ct)
    {
        var pace = new Pace(time, tempo);
        while (!seen.IsAvailable)
        {
            if (seen.HasFailed)
                throw Failed(step);

            if (time.GetElapsedTime(began) >= step.Timeout)
                throw TooLate(step, seen);

            await pace.Wait(moved: false, ct);
            try
            {
                // RDS may not show at once what it has just begun.
                var now = await snapshots.Find(step, ct) ?? seen;
                if ((now.Status, now.Percent) != (seen.Status, seen.Percent))
                    output.Emit(new SnapshotMoved(service.Name, step.Identifier, now.Status, now.Percent));

                seen = now;
            }
            catch (DeployException exception) when (exception.MayPass)
            {
                // No news. The time is bounded.
                pace.SlowDown();
            }
            catch (DeployException exception)
            {
                throw Lost(step, exception);
            }
        }

        return seen;
    }

    private void Keep(ServicePlan service, SnapshotStep step, SeenSnapshot seen, TimeSpan took)
    {
        var taken = ReleasedSnapshot.Of(step) with { Arn = seen.Arn, Engine = seen.Engine, At = seen.At };
        if (_taken.TrueForAll(known => known.Identifier != taken.Identifier))
            _taken.Add(taken);

        output.Emit(new SnapshotTaken(service.Name, taken, took));
    }

    private static DeployException NotTaken(SnapshotStep step, DeployException reason) => new(
        $"no snapshot of {step.Title} was taken. No service was begun\n{reason.Message}", reason.Verdict, reason);

    private static DeployException OfAnother(SnapshotStep step, SeenSnapshot found) => new(
        $"""
         There is a snapshot {found.Identifier} already, of another database.
           found  {found.Database}
           try    delete or rename that one, and deploy again
         """);

    private static DeployException Failed(SnapshotStep step) => new(
        $"""
         snapshot {step.Identifier} of {step.Title} failed. No service was begun
           reason  RDS says no more than the status failed
           try     aws rds describe-events --source-type {(step.IsCluster ? "db-cluster" : "db-instance")} --source-identifier {step.Database}, and deploy again, which takes another
         """);

    private static DeployException TooLate(SnapshotStep step, SeenSnapshot seen) => new(
        $"""
         snapshot {step.Identifier} of {step.Title} was not available after {step.Timeout.TotalMinutes:0.##} min. No service was begun
           last  {seen.Status}, {seen.Percent} %; RDS goes on with it, and it stays
           try   deploy again when it is available: the next one has less to copy; or give RdsSnapshot a longer Timeout
         """);

    private static DeployException Lost(SnapshotStep step, DeployException reason) => new(
        $"snapshot {step.Identifier} of {step.Title} was begun but cannot be followed; RDS goes on with it, and it stays. No service was begun\n{reason.Message}", reason.Verdict, reason);
}

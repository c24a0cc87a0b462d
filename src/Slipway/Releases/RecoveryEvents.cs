using Slipway.Output;

namespace Slipway.Releases;

/// <summary>A release goes on without this run.</summary>
/// <param name="NotDone">What waits for a run that attaches; none: nothing does.</param>
internal sealed record ReleaseDetached(string Release, string Environment, IReadOnlyList<string> NotDone) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text => string.Join('\n',
    [
        $"Release {Release} is left to ECS, and the deploy lock is given back.",
        .. NotDone.Count > 0 ? [$"  not done  {string.Join(", ", NotDone)}: nobody does that until a run attaches"] : (string[])[],
        "  ledger    it stays open until a run attaches, goes back or deploys",
        $"  go on     ./build.sh Attach --environment {Environment}",
        $"  look      ./build.sh Status --environment {Environment}",
        $"  go back   ./build.sh Rollback --environment {Environment}; at a pause also ./build.sh Abort --environment {Environment}",
    ]);
}

/// <summary>A release whose run is gone is in the hands of this one.</summary>
internal sealed record ReleaseRecovered(ReleaseManifest Release, RecoveryChoice Choice) : OutputEvent
{
    public override EventKind Kind => Choice is RecoveryChoice.TakeBack ? EventKind.Warning : EventKind.Progress;

    public override string Text =>
        $"""
         Release {Release.Id} {(Choice is RecoveryChoice.TakeBack ? "is taken back" : "is finished")}: {Choice.Why}.
           commit  {Release.Commit}
           begun   {Release.Begun.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC by {ReleaseTable.Name(Release.Who)}{(Release.Detached is { } at ? $", left to ECS {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : "")}
         """;
}

/// <summary>There is no release whose run is gone.</summary>
/// <param name="LockFound">Whether somebody's deploy lock was in the way, given back since or over.</param>
internal sealed record NothingToRecover(string Application, string Environment, bool LockFound) : OutputEvent
{
    public override EventKind Kind => EventKind.Success;

    public override string Text => $"No release of {Application} in {Environment} is left to be finished. {(LockFound ? "The deploy lock that was found is free now; nothing else was changed." : "Nothing was changed.")}";
}

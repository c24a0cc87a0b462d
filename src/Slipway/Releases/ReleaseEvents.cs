using Slipway.Aws;
using Slipway.Output;
using Slipway.Pipelines;

namespace Slipway.Releases;

/// <summary>What would be changed.</summary>
internal sealed record PlanShown(string Plan) : OutputEvent
{
    /// <summary>By which a later job can demand this very plan; null: it is shown to be carried out at once.</summary>
    public string? Hash { get; init; }

    public override string Text => Plan;

    // Whoever approves it reads it there.
    internal override bool IsForSummary => Hash is not null;

    internal override JobOutput? ForLaterJobs => Hash is null ? null : new("plan", Hash);
}

/// <summary>The end of a release: its verdict, its addresses and what it cost.</summary>
internal sealed record ReleaseEnded(ReleaseRecord Record) : OutputEvent
{
    public override EventKind Kind => Record.ExitCode switch
    {
        (int)Verdict.Deployed => EventKind.Success,
        (int)Verdict.Superseded or (int)Verdict.InProgress => EventKind.Warning,
        _ => EventKind.Failure,
    };

    public override string Text => string.Join('\n',
    [
        $"{Record.Application} in {Record.Environment}: {Record.Verdict} after {Record.Seconds:0.0} s, "
            + $"{Record.ApiCalls.Values.Sum()} AWS calls, {Record.ApiCalls.Where(call => AwsCalls.IsMutating(call.Key)).Sum(call => call.Value)} of them mutating",
        .. Record.Urls.Select(url => $"  {url.Key,-12} {url.Value}"),
        .. (Record.Snapshots ?? []).Select(snapshot => $"  {"snapshot",-12} {snapshot.Identifier}, of {snapshot.Database}"),
    ]);

    // GitHub shows it beside the environment.
    internal override JobOutput? ForLaterJobs => Record.Address is { } address ? new(DeliveryPlanner.Address, address) : null;
}

/// <summary>Where people find what was released could not be read.</summary>
internal sealed record AddressesUnknown(string Reason) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text => $"The public addresses could not be read; what was released is not changed by that.\n{Reason}";
}

/// <summary>The ledger does not say what became of a release.</summary>
internal sealed record NotInLedger(Verdict Verdict, string Reason) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text => $"The release ended as {Verdict}, but the ledger does not say so.\n{Reason}";
}

/// <summary>The images of what serves were not marked as live.</summary>
internal sealed record NotMarked(string Reason) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text => $"The images were not marked as live; what serves is not changed by that.\n{Reason}";
}

/// <summary>A rollback would succeed, as far as can be told without one.</summary>
/// <param name="Why">Completes "can go back to release r1, ...".</param>
/// <param name="Left">What would not be touched, and why.</param>
/// <param name="Notes">What could not be confirmed.</param>
internal sealed record WayBackOpen(string Application, string Environment, ReleaseManifest Target, string Why, IReadOnlyList<string> Left, IReadOnlyList<string> Notes) : OutputEvent
{
    public static WayBackOpen Of(RollbackPlan plan) => new(plan.Application.Name, plan.Environment.Name, plan.Target, plan.Choice.Why, plan.Left, plan.Notes) { Databases = plan.Databases };

    /// <summary>What becomes of databases, and which snapshot was taken of them.</summary>
    public IReadOnlyList<string> Databases { get; init; } = [];

    public override EventKind Kind => Notes.Count > 0 ? EventKind.Warning : EventKind.Success;

    public override string Text => string.Join('\n',
    [
        $"{Application} in {Environment} can go back to release {Target.Id}, {Why}",
        $"  commit  {Target.Commit}, deployed {Target.Begun.UtcDateTime:yyyy-MM-dd HH:mm} UTC by {ReleaseTable.Name(Target.Who)}",
        .. Left.Select(left => $"  left    {left}"),
        .. Databases.Select(database => $"  kept    {database}"),
        .. Notes.Select(note => $"  note    {note}"),
    ]);
}

/// <summary>Nothing was there before what is live.</summary>
internal sealed record NoWayBackYet(string Application, string Environment, string Why) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text => $"{Application} in {Environment} has nothing to go back to yet: {Why}.";
}

/// <summary>A site could not be published, or not be taken back.</summary>
internal sealed record SiteFailed(string Site, string Reason) : OutputEvent
{
    public override EventKind Kind => EventKind.Failure;

    public override string Text => $"Site {Site} failed.\n{Reason}";
}

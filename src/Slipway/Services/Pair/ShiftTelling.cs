using Slipway.Gates;

namespace Slipway.Services.Pair;

/// <summary>The words of one shift: what it tells on its way, each thing once, and how it ended.</summary>
internal sealed class ShiftTelling(string service, string taskDefinition, ShiftStep step, ShiftPorts ports)
{
    private string? _told;
    private string? _said;

    private string New => step.To.Word();

    private string Old => step.To.Other().Word();

    private string OldWith => $"{Old}{(step.OldTaskDefinition is { } arn ? $" with {EcsNames.Short(arn)}" : "")}";

    private string Definition => EcsNames.Short(taskDefinition);

    public void Holding(int percent, HoldRules rules)
    {
        _said = null;
        ports.Output.Emit(new HoldBegan(service, percent, rules.Bake));
    }

    public void GoingBack(string why) => Once($"back {why}", () => ports.Output.Emit(new TakingBack(service, why)));

    /// <param name="until">When the traffic goes back without an answer.</param>
    public void Asking(string hold, string question, DateTimeOffset until) =>
        Once($"ask {hold} {question}", () => ports.Output.Emit(new PersonAsked(service, question, until)));

    /// <summary>Tells what the gates say where it is another answer than before.</summary>
    public void Judged(GateReport report)
    {
        var said = new GatesSaid(service, report);
        if (report.Findings.Count > 0 && _said != said.Text)
            ports.Output.Emit(said);

        _said = said.Text;
    }

    public ServiceResult Done() => Result(Verdict.Deployed, step switch
    {
        { OldTaskDefinition: null } => $"deployed, {Definition} on {New} has all traffic",
        _ => $"deployed, {Definition} on {New} has all traffic; {OldWith} keeps running, and going back is a change of weights",
    });

    public ServiceResult TakenBack(Verdict verdict, string why, string? detail, bool hadTraffic) => Result(
        verdict,
        (hadTraffic
            ? $"taken back to {OldWith}, {why}. {New} keeps {Definition}, without traffic"
            : $"not moved, {why}. {OldWith} kept all traffic; {New} keeps {Definition}, without any")
        + (detail is null ? "" : $"\n  {detail}"));

    public ServiceResult Superseded(string seen, string known) => Result(
        Verdict.Superseded,
        $"somebody else moved its traffic, and decides where it is. Nothing more was written; {New} has {Definition}, {OldWith}\n  this run left it at  {known}\n  found                {seen}");

    /// <param name="percent">What the side has of it, from this run or from one before.</param>
    public ServiceResult NotMoved(string reason, int percent) => Result(
        Verdict.Failed, $"its traffic was not moved to {New}, which has {percent} % of it; deploy again, which goes on from there\n  {reason}");

    public ServiceResult CannotGoBack(string why, string reason, int percent) => Result(
        Verdict.Failed, $"could not be taken back, {why}. {New} with {Definition} has {percent} % of the traffic\n  {reason}");

    public ServiceResult NothingToGoBackTo(string why) => Result(
        Verdict.Failed, $"not taken back, {why}: there is nothing to go back to. {New} with {Definition} has all traffic; deploy a corrected version");

    /// <summary>What a run that ends leaves, given whether the traffic went back.</summary>
    public string Left(bool back, int percent) => back
        ? $"{OldWith} has all traffic, {New} keeps {Definition} without any"
        : $"{New} with {Definition} has {percent} % of the traffic{(step.Holds is null ? "" : ", which could not be given back")}. Deploy again, which goes on from there";

    private ServiceResult Result(Verdict verdict, string text) => new(service, verdict, text, taskDefinition, null)
    {
        Side = verdict == Verdict.Deployed ? step.To : null,
    };

    private void Once(string key, Action tell)
    {
        if (_told == key)
            return;

        _told = key;
        tell();
    }
}

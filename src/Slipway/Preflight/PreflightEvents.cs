using Slipway.Output;

namespace Slipway.Preflight;

/// <summary>What a deploy would meet as things are.</summary>
internal sealed record PreflightReport(string Application, string Environment, IReadOnlyList<PreflightFinding> Findings) : OutputEvent
{
    public bool Refuses => Findings.Any(finding => finding.Refuses);

    public override EventKind Kind => Findings.Count > 0 ? EventKind.Warning : EventKind.Detail;

    public override string Text => Findings.Count == 0
        ? $"Nothing speaks against deploying {Application} to {Environment}"
        : string.Join('\n', [Heading, .. Findings.OrderByDescending(finding => finding.Refuses).Select(finding => finding.Text)]);

    private string Heading => Refuses
        ? $"{Application} cannot be deployed to {Environment} as things are. Nothing was changed."
        : $"Before {Application} is deployed to {Environment}, somebody should know:";
}

using Slipway.Output;

namespace Slipway.Gates;

/// <param name="Against">What was judged, for a person.</param>
/// <param name="Window">The time whose metrics were judged.</param>
internal sealed record ServiceGates(string Service, string Against, MetricWindow Window, GateReport Report);

/// <summary>What the gates of an application's rollouts say of what serves now.</summary>
internal sealed record GatesTried(string Application, string Environment, IReadOnlyList<ServiceGates> Services) : OutputEvent
{
    public GateAnswer Answer => Services.Select(service => service.Report.Answer).DefaultIfEmpty(GateAnswer.Pass).Max();

    public override EventKind Kind => Answer switch
    {
        GateAnswer.Pass => EventKind.Success,
        GateAnswer.Fail => EventKind.Failure,
        _ => EventKind.Warning,
    };

    public override string Text => Services.Count == 0
        ? $"No rollout of {Application} in {Environment} has gates."
        : string.Join('\n', [.. Services.SelectMany(Lines), Summary]);

    private string Summary
    {
        get
        {
            var answers = Services.SelectMany(service => service.Report.Findings).Select(finding => finding.Answer).ToList();
            return Answer switch
            {
                GateAnswer.Pass => $"Gates of {Application} in {Environment}: {answers.Count} of {answers.Count} passed.",
                GateAnswer.Fail => $"Gates of {Application} in {Environment}: {Of(answers, GateAnswer.Fail)} of {answers.Count} failed; a rollout would be taken back.",
                _ => $"Gates of {Application} in {Environment}: {Of(answers, GateAnswer.Inconclusive)} of {answers.Count} inconclusive; too little is known to call all passed.",
            };
        }
    }

    private static int Of(IEnumerable<GateAnswer> answers, GateAnswer answer) => answers.Count(one => one == answer);

    private static IEnumerable<string> Lines(ServiceGates service) =>
    [
        $"{service.Service}: {service.Against}, {service.Window}",
        .. service.Report.Findings.Select(finding => $"  {Word(finding.Answer),-12}  {finding.Seen}"),
    ];

    private static string Word(GateAnswer answer) => answer switch
    {
        GateAnswer.Pass => "pass",
        GateAnswer.Fail => "fail",
        _ => "inconclusive",
    };
}

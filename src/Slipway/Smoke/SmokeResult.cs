namespace Slipway.Smoke;

/// <summary>What came of one check.</summary>
/// <param name="Last">The last answer; null: there was nothing to ask.</param>
internal sealed record SmokeResult(SmokeRequest Request, SmokeAnswer? Last, int Tries, TimeSpan Took)
{
    private const int Shown = 200;

    public bool Passed => Last is SmokeAnswer.Answered answer && Miss(Request.Check, answer) is null;

    /// <summary>The failure as a report tells it; null: the check passed.</summary>
    public string? Failed => Passed ? null : string.Join('\n',
    [
        $"Smoke check {Request.Check.Path} of {Request.Target} failed: {Why}.",
        $"  asked     {Request.Url?.AbsoluteUri ?? "nothing"}, {Tries} {(Tries == 1 ? "time" : "times")} in {Took.TotalSeconds:0.#} s",
        $"  expected  status {Request.Check.Status}{(Request.Check.Contains is { } text ? $" and a body with \"{text}\"" : "")}",
        .. Seen,
        $"  try       {Next}",
    ]);

    private string Why => Last switch
    {
        SmokeAnswer.Answered answer => Miss(Request.Check, answer)!,
        SmokeAnswer.Unanswered unanswered => unanswered.Reason,
        _ => $"{Request.Target} has no public address",
    };

    private IEnumerable<string> Seen => Last switch
    {
        SmokeAnswer.Answered { Body: "" } answer => [$"  seen      status {answer.Status}, no body"],
        SmokeAnswer.Answered answer => [$"  seen      status {answer.Status}", $"  body      {Start(answer.Body)}"],
        _ => [],
    };

    private string Next => Last is null
        ? $"check that a listener of the load balancer, or a distribution, leads to {Request.Target}"
        : $"curl -i \"{Request.Url!.AbsoluteUri}\", and read the log of {Request.Target}";

    private static string? Miss(SmokeCheck check, SmokeAnswer.Answered answer) =>
        answer.Status != check.Status ? $"status {answer.Status}, not {check.Status}"
        : check.Contains is { } text && !answer.Body.Contains(text, StringComparison.Ordinal) ? $"the body lacks \"{text}\""
        : null;

    // On one line, whatever the body is made of.
    private static string Start(string body)
    {
        var line = string.Join(' ', body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= Shown ? line : $"{line[..Shown]}...";
    }
}

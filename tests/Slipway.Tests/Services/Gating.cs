using Slipway.Gates;

namespace Slipway.Tests.Services;

/// <summary>Gates with a script: each judgement takes the next answer, the last for ever. What was asked is recorded.</summary>
internal sealed class Gating(params GateAnswer[] answers)
{
    private int _next;

    public static JudgeGates None { get; } = (_, _, _, _) => Task.FromResult(new GateReport([]));

    /// <summary>Nobody answers.</summary>
    public static AskPerson Nobody { get; } = (_, _, _, _) => Task.FromResult<PersonAnswer?>(null);

    public List<GateSubject> Subjects { get; } = [];

    public List<DateTimeOffset> Since { get; } = [];

    /// <summary>What the judgement of that number, from 1, fails with; null: nothing.</summary>
    public Func<int, DeployException?> Fails { get; init; } = _ => null;

    public Task<GateReport> Judge(IReadOnlyList<Gate> gates, GateSubject subject, DateTimeOffset since, CancellationToken ct)
    {
        Subjects.Add(subject);
        Since.Add(since);
        if (Fails(Subjects.Count) is { } failure)
            throw failure;

        var answer = answers[Math.Min(_next++, answers.Length - 1)];
        return Task.FromResult(new GateReport([.. gates.Select(gate => new GateFinding(gate, answer, $"{gate.GetType().Name} said {answer}"))]));
    }
}

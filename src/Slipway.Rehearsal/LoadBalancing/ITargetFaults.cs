using System.Net;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>What goes wrong on purpose between the load balancer and its targets.</summary>
internal interface ITargetFaults
{
    /// <summary>Whether the next health check of what listens there finds no answer, whatever it would answer.</summary>
    bool FailsCheck(IPEndPoint endpoint);

    /// <summary>What happens to an answer of what listens there on its way to the client.</summary>
    AnswerFault OnAnswer(IPEndPoint endpoint);
}

/// <param name="HeldBack">How long the answer is late, in real time.</param>
/// <param name="Replaced">Whether it becomes a 500.</param>
internal readonly record struct AnswerFault(TimeSpan HeldBack, bool Replaced);

/// <summary>All targets are as well as they are.</summary>
internal sealed class NoTargetFaults : ITargetFaults
{
    public bool FailsCheck(IPEndPoint endpoint) => false;

    public AnswerFault OnAnswer(IPEndPoint endpoint) => default;
}

using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Iam;

/// <summary>Something that IAM must allow before a call is carried out.</summary>
/// <param name="Action">As policies name it.</param>
/// <param name="Resource">ARN; <c>*</c> where the action cannot be limited to resources.</param>
internal sealed record CallNeed(string Action, string Resource = "*")
{
    /// <summary>Condition keys that the service gives, in lower case.</summary>
    public IReadOnlyList<(string Key, string Value)> Conditions { get; init; } = [];

    /// <summary>What conditions are judged by.</summary>
    public Dictionary<string, string> Context(Caller caller)
    {
        var context = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["aws:securetransport"] = "true",
            ["aws:principalaccount"] = caller.Account,
            ["aws:requestedregion"] = caller.Region,
        };
        if (Resource.Split(':') is ["arn", _, _, _, { Length: > 0 } account, ..])
            context["aws:resourceaccount"] = account;

        foreach (var (key, value) in Conditions)
            context[key] = value;

        return context;
    }
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Iam;

/// <summary>A role that may do what its policy allows and nothing else. It remembers what its sessions asked for.</summary>
/// <param name="Arn">ARN of the role, with its path.</param>
/// <param name="Text">The policy as it was given.</param>
internal sealed record ConfinedRole(string Arn, PolicyDocument Policy, JsonObject Text)
{
    private readonly ConcurrentDictionary<(string Action, string Resource), JsonObject> _asked = new();

    /// <summary>Everything that was asked for, each action on each resource once: what a policy that is as small as it can be has to allow.</summary>
    public JsonArray Asked => [.. _asked.OrderBy(one => one.Key.Action, StringComparer.Ordinal).ThenBy(one => one.Key.Resource, StringComparer.Ordinal).Select(one => one.Value.DeepClone())];

    public bool Allows(string action, string resource, IReadOnlyDictionary<string, string> context)
    {
        var allowed = Policy.Judge(new PolicyQuestion(new Requester(null), action, resource, context)) == PolicyEffect.Allow;
        _asked[(action, resource)] = new JsonObject
        {
            ["action"] = action,
            ["resource"] = resource,
            ["allowed"] = allowed,
            ["context"] = new JsonObject(context.Where(one => IsTold(one.Key)).OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))),
        };
        return allowed;
    }

    // Those that every request has, and differ in each, tell nothing.
    private static bool IsTold(string key) => key is not ("aws:currenttime" or "aws:epochtime" or "aws:sourceip" or "aws:securetransport" or "s3:tlsversion");
}

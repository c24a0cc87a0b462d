using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Slipway.Rehearsal.Iam;

/// <summary>Whom a statement is about, or (negated) all but them. A role or a user stands for its account.</summary>
internal sealed partial record PolicyPrincipals(IReadOnlyList<string> Accounts, IReadOnlyList<string> Services, bool AreEverybody, bool Negated)
{
    public static PolicyPrincipals Everybody { get; } = new([], [], AreEverybody: true, Negated: false);

    /// <summary>Whether the statement is about anybody at all.</summary>
    public bool AreAll => AreEverybody || Negated;

    public static PolicyPrincipals Parse(JsonObject statement)
    {
        var (given, negated) = (statement["Principal"], statement["NotPrincipal"]);
        if (given is null == negated is null)
            throw PolicyRefusals.Malformed("Missing required field Principal");

        return (given ?? negated) switch
        {
            JsonValue value when value.ToString() == "*" => new PolicyPrincipals([], [], AreEverybody: true, given is null),
            JsonObject { Count: > 0 } members => Of(members, given is null),
            _ => throw Invalid(),
        };
    }

    public bool Match(Requester requester)
    {
        var named = AreEverybody
            || (requester.Account is { } account && Accounts.Contains(account))
            || (requester.Service is { } service && Services.Contains(service));
        return named != Negated;
    }

    private static PolicyPrincipals Of(JsonObject members, bool negated)
    {
        List<string> accounts = [];
        List<string> services = [];
        foreach (var (kind, names) in members)
        {
            var list = kind switch
            {
                "AWS" or "CanonicalUser" => accounts,
                "Service" => services,
                "Federated" => [],
                _ => throw Invalid(),
            };
            list.AddRange(PolicyList.Texts(names).Select(name => kind == "AWS" ? AccountOf(name) : name));
        }

        return new PolicyPrincipals(accounts, services, accounts.Contains("*"), negated);
    }

    private static string AccountOf(string principal) =>
        principal == "*" ? principal
        : Principal().Match(principal) is { Success: true } match ? match.Groups["account"].Value
        : throw Invalid();

    private static Protocols.AwsError Invalid() => PolicyRefusals.Malformed("Invalid principal in policy");

    [GeneratedRegex("^(?<account>[0-9]{12})$|^arn:aws[a-z-]*:(iam|sts)::(?<account>[0-9]{12}):(root|(user|role|assumed-role|federated-user)/.+)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Principal();
}

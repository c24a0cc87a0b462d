using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Slipway.Rehearsal.Iam;

/// <summary>
/// One condition of a statement: a key and the values it may have. A key that the request does not have fulfils only the negated
/// operators and those that end in IfExists.
/// </summary>
internal sealed partial record PolicyCondition(string Operator, bool IfExists, string Key, IReadOnlyList<string> Values)
{
    private static readonly FrozenDictionary<string, Func<string, string, bool>> Comparisons = new Dictionary<string, Func<string, string, bool>>
    {
        ["StringEquals"] = string.Equals,
        ["StringEqualsIgnoreCase"] = (wanted, seen) => string.Equals(wanted, seen, StringComparison.OrdinalIgnoreCase),
        ["StringLike"] = (wanted, seen) => Wildcard.Matches(wanted, seen),
        ["ArnEquals"] = ArnMatches,
        ["ArnLike"] = ArnMatches,
        ["Bool"] = (wanted, seen) => string.Equals(wanted, seen, StringComparison.OrdinalIgnoreCase),
        ["IpAddress"] = (wanted, seen) => IPAddress.TryParse(seen, out var address) && (IPNetwork.TryParse(wanted, out var network) ? network.Contains(address) : wanted == seen),
        ["DateEquals"] = (wanted, seen) => Date(seen) == Date(wanted),
        ["DateLessThan"] = (wanted, seen) => Date(seen) < Date(wanted),
        ["DateLessThanEquals"] = (wanted, seen) => Date(seen) <= Date(wanted),
        ["DateGreaterThan"] = (wanted, seen) => Date(seen) > Date(wanted),
        ["DateGreaterThanEquals"] = (wanted, seen) => Date(seen) >= Date(wanted),
        ["NumericEquals"] = (wanted, seen) => Number(seen) == Number(wanted),
        ["NumericLessThan"] = (wanted, seen) => Number(seen) < Number(wanted),
        ["NumericLessThanEquals"] = (wanted, seen) => Number(seen) <= Number(wanted),
        ["NumericGreaterThan"] = (wanted, seen) => Number(seen) > Number(wanted),
        ["NumericGreaterThanEquals"] = (wanted, seen) => Number(seen) >= Number(wanted),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> Negations = new Dictionary<string, string>
    {
        ["StringNotEquals"] = "StringEquals",
        ["StringNotEqualsIgnoreCase"] = "StringEqualsIgnoreCase",
        ["StringNotLike"] = "StringLike",
        ["ArnNotEquals"] = "ArnEquals",
        ["ArnNotLike"] = "ArnLike",
        ["NotIpAddress"] = "IpAddress",
        ["DateNotEquals"] = "DateEquals",
        ["NumericNotEquals"] = "NumericEquals",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    // A statement for everybody that has one of these with fixed values is not public
    // (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html).
    private static readonly string[] Narrowing =
        ["aws:sourcearn", "aws:sourceaccount", "aws:principalaccount", "aws:principalorgid", "aws:principalarn", "aws:sourcevpc", "aws:sourcevpce", "aws:userid", "s3:dataaccesspointarn"];

    /// <summary>Whether it keeps a statement for everybody from being public.</summary>
    public bool Narrows =>
        Comparisons.ContainsKey(Operator) && !IfExists && Narrowing.Contains(Key.ToLowerInvariant()) && Values.All(value => !Wildcard.IsOne(value));

    /// <exception cref="Protocols.AwsError">MalformedPolicy.</exception>
    public static IReadOnlyList<PolicyCondition> Parse(JsonNode? node) => node switch
    {
        null => [],
        JsonObject operators => [.. operators.SelectMany(each => Parse(each.Key, each.Value as JsonObject ?? throw PolicyRefusals.Malformed("Invalid policy syntax.")))],
        _ => throw PolicyRefusals.Malformed("Invalid policy syntax."),
    };

    /// <param name="context">By key in lower case.</param>
    public bool Holds(IReadOnlyDictionary<string, string> context)
    {
        var seen = context.GetValueOrDefault(Key.ToLowerInvariant());
        if (Operator.Equals("Null", StringComparison.OrdinalIgnoreCase))
            return Values.Any(value => value.Equals("true", StringComparison.OrdinalIgnoreCase) == seen is null);

        if (Negations.TryGetValue(Operator, out var positive))
            return seen is null || !Values.Any(value => Comparisons[positive](Filled(value, context), seen));

        return seen is null ? IfExists : Values.Any(value => Comparisons[Operator](Filled(value, context), seen));
    }

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    /// <summary>A value with what the request has in the place of variables.</summary>
    private static string Filled(string value, IReadOnlyDictionary<string, string> context) =>
        Variable().Replace(value, match => context.GetValueOrDefault(match.Groups["key"].Value.ToLowerInvariant(), match.Value));

    private static IEnumerable<PolicyCondition> Parse(string name, JsonObject keys)
    {
        var ifExists = name.EndsWith("IfExists", StringComparison.OrdinalIgnoreCase);
        var bare = ifExists ? name[..^"IfExists".Length] : name;
        if (!Comparisons.ContainsKey(bare) && !Negations.ContainsKey(bare) && !bare.Equals("Null", StringComparison.OrdinalIgnoreCase))
            throw PolicyRefusals.Malformed($"Invalid Condition type : {name} (the rehearsal cloud judges {string.Join(", ", Comparisons.Keys.Concat(Negations.Keys).Order(StringComparer.Ordinal))} and Null)");

        return keys.Select(key => new PolicyCondition(bare, ifExists, key.Key, PolicyList.Texts(key.Value)));
    }

    /// <summary>The six parts of an ARN are compared one by one: a star does not reach over a colon.</summary>
    private static bool ArnMatches(string wanted, string seen)
    {
        var (left, right) = (wanted.Split(':', 6), seen.Split(':', 6));
        return left.Length == right.Length && left.Zip(right).All(part => Wildcard.Matches(part.First, part.Second));
    }

    private static DateTimeOffset? Date(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    [GeneratedRegex(@"\$\{(?<key>[A-Za-z0-9:/_-]+)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}

using System.Text;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Secrets;

/// <summary>
/// What ListSecrets tells: of the secrets there are, those that its filters let through, in their order, a page of them
/// (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html). The token is the place of the last one, so
/// that pages stay right while secrets come and go.
/// </summary>
internal static class SecretListing
{
    private const int Largest = 100;
    private const int MaxFilters = 10;
    private static readonly string[] Keys = ["description", "name", "tag-key", "tag-value", "primary-region", "owning-service", "all"];

    public static (IReadOnlyList<StoredSecret> Secrets, string? NextToken) Page(JsonObject input, IReadOnlyList<StoredSecret> all)
    {
        var size = input.OptionalInt("MaxResults") ?? Largest;
        if (size is < 1 or > Largest)
            throw Invalid("maxResults", $"{size}", size < 1 ? "have value greater than or equal to 1" : $"have value less than or equal to {Largest}");

        var filters = Filters(input);
        var by = input.OptionalChoice("SortBy", ["created-date", "last-accessed-date", "last-changed-date", "name"], "ValidationException");
        var ascending = input.OptionalChoice("SortOrder", ["asc", "desc"], "ValidationException") == "asc";
        var after = input.OptionalString("NextToken") is { } token ? Decode(token) : null;

        var ordered = all.Where(secret => filters.All(filter => filter(secret)))
            .Select(secret => (Secret: secret, Place: $"{Order(secret, by)} {secret.Arn}"))
            .OrderBy(one => one.Place, Comparer<string>.Create((one, other) => string.CompareOrdinal(one, other) * (ascending ? 1 : -1)));
        var rest = ordered.Where(one => after is null || (ascending ? string.CompareOrdinal(one.Place, after) > 0 : string.CompareOrdinal(one.Place, after) < 0))
            .Take(size + 1).ToList();

        return ([.. rest.Take(size).Select(one => one.Secret)], rest.Count > size ? Convert.ToBase64String(Encoding.UTF8.GetBytes(rest[size - 1].Place)) : null);
    }

    private static string Order(StoredSecret secret, string? by) => by switch
    {
        "name" => secret.Name,
        "last-changed-date" => $"{secret.ChangedAt.UtcTicks:D20}",
        // When a secret was read last is not kept.
        _ => $"{secret.CreatedAt.UtcTicks:D20}",
    };

    private static List<Func<StoredSecret, bool>> Filters(JsonObject input)
    {
        var filters = input.Objects("Filters");
        if (filters.Count > MaxFilters)
            throw Invalid("filters", $"{filters.Count} filters", $"have length less than or equal to {MaxFilters}");

        return [.. filters.Select(filter => Filter(
            filter.OptionalChoice("Key", Keys, "ValidationException") ?? throw new AwsError("InvalidParameterException", "You must provide a filter key."),
            filter.Strings("Values")))];
    }

    /// <summary>One of the values must fit; one that begins with an exclamation mark fits what the rest of it does not.</summary>
    private static Func<StoredSecret, bool> Filter(string key, IReadOnlyList<string> values)
    {
        if (values.Count is 0 or > 10)
            throw new AwsError("InvalidParameterException", "You must provide 1 to 10 values for each filter.");

        return secret => values.Any(value => value.StartsWith('!') ? !Fits(key, value[1..], secret) : Fits(key, value, secret));
    }

    private static bool Fits(string key, string value, StoredSecret secret) => key switch
    {
        "name" => secret.Name.StartsWith(value, StringComparison.Ordinal),
        "description" => secret.Description?.StartsWith(value, StringComparison.OrdinalIgnoreCase) == true,
        "tag-key" => secret.Tags.Keys.Any(tag => tag.StartsWith(value, StringComparison.Ordinal)),
        "tag-value" => secret.Tags.Values.Any(tag => tag.StartsWith(value, StringComparison.Ordinal)),
        "all" => value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(word => Texts(secret).Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase))),
        // No secret here is a replica or belongs to another service.
        _ => false,
    };

    private static IEnumerable<string> Texts(StoredSecret secret) =>
        [secret.Name, secret.Description ?? "", .. secret.Tags.Keys, .. secret.Tags.Values];

    private static string Decode(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var count)
            ? Encoding.UTF8.GetString(bytes, 0, count)
            : throw new AwsError("InvalidNextTokenException", "The NextToken value is invalid.");
    }

    private static AwsError Invalid(string name, string value, string constraint) =>
        new("ValidationException", $"1 validation error detected: Value '{value}' at '{name}' failed to satisfy constraint: Member must {constraint}");
}

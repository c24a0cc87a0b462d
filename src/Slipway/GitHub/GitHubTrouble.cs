using System.Globalization;

namespace Slipway.GitHub;

/// <summary>What it means that GitHub did not do what it was asked.</summary>
/// <param name="Answer">What GitHub said, with the status; null: it said nothing.</param>
/// <param name="Seen">What that means, or what was seen in place of an answer; null: the answer says it all.</param>
/// <param name="Try">What somebody can do.</param>
internal sealed record GitHubTrouble(string? Answer, string? Seen, string Try)
{
    private const string Outages = "again later; https://www.githubstatus.com tells of outages";

    // "wait for at least one minute before retrying", where the answer does not say how long:
    // https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
    private static readonly TimeSpan UsualRest = TimeSpan.FromMinutes(1);

    /// <summary>How long GitHub wants to be left alone before it is asked again; null: it did not say so.</summary>
    public TimeSpan? Rest { get; init; }

    /// <summary>Whether it is GitHub's own trouble, so that the same may succeed a moment later.</summary>
    public bool MayPass { get; init; }

    /// <param name="header">Gives a header of the answer, whatever its case; null: it has none of that name.</param>
    /// <param name="now">On this machine's clock; used where the answer has no date.</param>
    public static GitHubTrouble Of(GitHubCall call, int status, string message, Func<string, string?> header, DateTimeOffset now)
    {
        var answer = $"{status} {message}";
        return Spent(status, message, header, now) is { } spent ? spent with { Answer = answer }
            : Explanation(call, status, message, header) is var (seen, remedy) ? new GitHubTrouble(answer, seen, remedy)
            : new GitHubTrouble(answer, Seen: null, Outages) { MayPass = true };
    }

    /// <summary>There was no answer, or none that is GitHub's.</summary>
    public static GitHubTrouble Unreachable(string seen) => new(Answer: null, seen, Outages) { MayPass = true };

    /// <param name="patience">How long it would have been waited.</param>
    public DeployException Error(GitHubCall call, string repository, TimeSpan patience, Exception inner)
    {
        List<(string Name, string? Text)> lines =
        [
            ("answer", Answer),
            ("seen", Seen),
            ("waits", Rest is { } rest && rest > patience ? $"{patience.TotalSeconds:0} s at most, and not {rest.TotalSeconds:0} s" : null),
            ("try", Try),
        ];
        return new DeployException(
            $"GitHub did not {call.What} of {repository}.\n{string.Join('\n', lines.Where(line => line.Text is not null).Select(line => $"  {line.Name,-6}  {line.Text}"))}", inner: inner)
        {
            MayPass = MayPass || Rest is not null,
        };
    }

    // https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: both limits are answered with 403 or 429.
    private static GitHubTrouble? Spent(int status, string message, Func<string, string?> header, DateTimeOffset now)
    {
        if (status is not (403 or 429))
            return null;

        var date = Date(header("Date")) ?? now;
        if (header("Retry-After") is { } after && (Seconds(after) ?? Date(after) - date) is { } rest)
            return Away(rest);

        var isLimit = status == 429 || message.Contains("rate limit", StringComparison.OrdinalIgnoreCase) || message.Contains("abuse", StringComparison.OrdinalIgnoreCase);
        if (isLimit && header("X-RateLimit-Remaining") == "0" && Seconds(header("X-RateLimit-Reset")) is { } epoch)
        {
            var reset = DateTimeOffset.UnixEpoch + epoch;
            var budget = header("X-RateLimit-Limit") is { } limit ? $"all {limit} requests of the hour are used up" : "the requests of the hour are used up";
            return new GitHubTrouble(Answer: null, $"{budget}, until {reset.UtcDateTime:HH:mm:ss} UTC", "again then; all jobs of a repository share them") { Rest = AtLeastASecond(reset - date) };
        }

        return isLimit ? Away(UsualRest) : null;

        static GitHubTrouble Away(TimeSpan rest) =>
            new(Answer: null, $"too much was asked at once (secondary rate limit); GitHub wants to be left alone for {AtLeastASecond(rest).TotalSeconds:0} s", "again then") { Rest = AtLeastASecond(rest) };
    }

    private static (string? Seen, string Try)? Explanation(GitHubCall call, int status, string message, Func<string, string?> header) => status switch
    {
        401 => ("the token is not valid, or not any more: that of a job ends with the job, others on their own day", "start the job again; where the token is your own, make a new one"),

        // https://docs.github.com/rest/authentication/authenticating-to-the-rest-api#personal-access-tokens-and-saml-sso
        403 when header("X-GitHub-SSO") is { } sso && Url(sso) is { } url => ("the organisation lets in only what signed in through it", $"authorise the token there: {url}"),
        403 when message.Contains("SAML", StringComparison.Ordinal) => ("the organisation lets in only what signed in through it", "authorise the token for it (Settings, Developer settings, Configure SSO)"),
        403 when message.Contains("IP allow list", StringComparison.Ordinal) => ("the organisation lets in only some addresses, and this machine's is not among them", "add it to the list, or use a runner whose address is there"),

        // https://docs.github.com/rest/releases/releases#create-a-release
        403 or 404 when call == GitHubCall.CreateRelease || call == GitHubCall.EditRelease =>
            ("the token may not write releases, or the commit changes workflows, which no token of a job may put a tag on", $"{Permissions(call, header)}; for such a commit, a token of your own with the scope workflow"),
        403 => (null, Permissions(call, header)),

        // https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#404-not-found-for-an-existing-resource
        404 => ("it is not there, or the token may not see it: GitHub tells no difference", Permissions(call, header)),
        422 when message.Contains("No ref found", StringComparison.Ordinal) || message.Contains("No commit found", StringComparison.Ordinal) => ("GitHub has not got that commit", "push it first"),
        >= 400 and < 500 and not (408 or 429) => (null, "read the answer; if the request itself is wrong, it is a defect of Slipway: please report it"),
        _ => null,
    };

    // https://docs.github.com/rest/authentication/permissions-required-for-github-apps: the answer itself says what would do, as "deployments=write"; alternatives stand behind a semicolon.
    private static string Permissions(GitHubCall call, Func<string, string?> header) =>
        $"give the job  permissions: {(header("X-Accepted-GitHub-Permissions") is { Length: > 0 } accepted ? accepted.Replace("=", ": ", StringComparison.Ordinal).Replace("; ", " or ", StringComparison.Ordinal) : call.Permission)}";

    private static string? Url(string sso) => sso.Split("url=") is [_, { Length: > 0 } url] ? url.Trim() : null;

    private static TimeSpan AtLeastASecond(TimeSpan rest) => rest > TimeSpan.FromSeconds(1) ? rest : TimeSpan.FromSeconds(1);

    private static TimeSpan? Seconds(string? text) => uint.TryParse(text, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    private static DateTimeOffset? Date(string? text) => DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}

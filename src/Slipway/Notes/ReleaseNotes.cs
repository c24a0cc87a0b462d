using System.Text;
using Slipway.GitHub;
using Slipway.Images;
using Slipway.Releases;

namespace Slipway.Notes;

/// <summary>What a release brought, from the ledger and the history of the sources.</summary>
/// <param name="Before">The release that it is compared with; null: it is the first, or that one is gone from the ledger.</param>
/// <param name="Repository">Where people find the sources; null: not at GitHub.</param>
internal sealed record ReleaseNotes(ReleaseManifest Release, ReleaseManifest? Before, GitHubRepository? Repository)
{
    /// <summary>Commits that came with it; null: not known.</summary>
    public CommitRange? Added { get; init; }

    /// <summary>Commits that were in <see cref="Before"/> and are not any more; null: not known.</summary>
    public CommitRange? Removed { get; init; }

    /// <summary>A name for it: git allows it as a tag, and it is no other release's.</summary>
    public string Tag => $"{Release.Application}-{Release.Environment}-{Release.Id}";

    public string Title => $"{Release.Application} in {Release.Environment}, {Release.Begun.UtcDateTime:yyyy-MM-dd HH:mm} UTC";

    /// <summary>What can be taken for a commit: in the rehearsal the name of a release's sources may go on after it.</summary>
    public static string Commit(ReleaseManifest release) => release.Commit.Split('-')[0];

    /// <summary>The whole of it, as GitHub's Markdown.</summary>
    public string Markdown() =>
        string.Join("\n\n", ((string?[])[$"# {Text(Title)}", Facts(), Commits("Commits", Added), Commits("Commits that were taken back", Removed), Services(), Images(), Sites(), Answers()]).OfType<string>()) + "\n";

    private string Facts()
    {
        List<(string Name, string? Value)> facts =
        [
            ("verdict", $"**{Release.Verdict}**"),
            ("release", $"`{Release.Id}`"),
            ("commit", Link(Commit(Release))),
            ("before", Before is null ? null : $"`{Before.Id}`, commit {Link(Commit(Before))}{Comparison()}"),
            ("goes back to", Release.Restores is { } older ? $"`{older}`{(Release.Only is { } one ? $", {Text(one)} alone" : "")}" : null),
            ("promoted from", Release.PromotedFrom is { } origin ? $"`{origin}`" : null),
            ("begun", $"{Release.Begun.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"),
            ("took", Release.Ended is { } ended ? Duration(ended - Release.Begun) : null),
            ("by", Text(ReleaseTable.Name(Release.Who)) + (Release.RunUrl is { } url ? $", [run]({url})" : "")),
            ("approved by", Release.Approval is { } approval ? Text($"{approval with { Who = ReleaseTable.Name(approval.Who) }}") + (approval.Url is { } page ? $" ([page]({page}))" : "") : null),
            ("plan", Release.PlanHash is { } plan ? $"`{plan[..Math.Min(12, plan.Length)]}`" : null),
        ];
        return Table(["", ""], facts.Where(fact => fact.Value is not null).Select(fact => (string[])[fact.Name, fact.Value!]));
    }

    private string? Commits(string title, CommitRange? range)
    {
        if (range is not { Total: > 0 })
            return null;

        var text = new StringBuilder($"## {title} ({range.Total})\n");
        foreach (var commit in range.Commits)
            text.Append($"\n- {Link(commit.Commit)} {Text(Shortened(commit.Subject))} ({Text(commit.Author)})");

        return range.Total > range.Commits.Count ? $"{text}\n- and {range.Total - range.Commits.Count} more" : $"{text}";
    }

    private string? Services() => Release.Services.Count == 0 ? null
        : "## Services\n\n" + Table(
            ["service", "verdict", "task definition"],
            Release.Services.OrderBy(service => service.Name, StringComparer.Ordinal).Select(service => (string[])
            [
                Text(service.Name), service.Deployment is null && service.Verdict == Verdict.Deployed ? "as before" : $"{service.Verdict}{(service.Side is { } side ? $", {side}" : "")}",
                service.TaskDefinition is { } definition ? $"`{ReleaseTable.Name(definition)}`" : "",
            ]));

    private string? Images() => Release.Images.Count == 0 ? null
        : "## Images\n\n" + Table(
            ["container", "repository", "digest", ""],
            Release.Images.OrderBy(image => image.Key, StringComparer.Ordinal).Select(image =>
            {
                var reference = ImageReference.Parse(image.Value);
                var before = Before?.Images.GetValueOrDefault(image.Key) is { } older ? ImageReference.Parse(older) : null;
                return (string[])[Text(image.Key), $"`{reference.Repository}`", $"`{reference.Digest ?? reference.Text}`", before is null ? "new" : before.Digest == reference.Digest ? "as before" : "changed"];
            }));

    private string? Sites() => Release.Sites.Count == 0 ? null
        : "## Sites\n\n" + Table(
            ["site", ""],
            Release.Sites.OrderBy(site => site.Name, StringComparer.Ordinal).Select(site => (string[])
            [
                Text(site.Name), site.Release is not { } by ? "not published" : by == Release.Id ? "published" : $"as release `{by}` published it",
            ]));

    private string? Answers() => Release.Answers is not { Count: > 0 } answers ? null
        : "## What people said\n\n" + string.Join('\n', answers.Select(answer => $"- {Text($"{answer}")}, {answer.At.UtcDateTime:HH:mm} UTC"));

    private string Link(string commit)
    {
        var shown = $"`{commit[..Math.Min(8, commit.Length)]}`";
        return Repository is null ? shown : $"[{shown}]({Repository.Page($"commit/{commit}")})";
    }

    private string Comparison() =>
        Repository is null || Before is null || Commit(Before) == Commit(Release) ? "" : $" ([compare]({Repository.Page($"compare/{Commit(Before)}...{Commit(Release)}")}))";

    private static string Table(string[] heading, IEnumerable<string[]> rows) =>
        string.Join('\n', new[] { Row(heading), Row([.. heading.Select(_ => "---")]) }.Concat(rows.Select(Row)));

    private static string Row(string[] cells) => $"| {string.Join(" | ", cells)} |";

    private static string Duration(TimeSpan time) => time.TotalHours >= 1 ? $"{(int)time.TotalHours} h {time.Minutes} min" : time.TotalMinutes >= 1 ? $"{time.Minutes} min {time.Seconds} s" : $"{time.TotalSeconds:0} s";

    private static string Shortened(string subject) => subject.Length <= 200 ? subject : $"{subject[..199]}…";

    /// <summary>Text that somebody wrote, so that it is nothing but text where it is shown. An issue's number stays one.</summary>
    private static string Text(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var c in text.ReplaceLineEndings(" "))
            shown.Append(c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '|' or '~' or '!' or '&' ? $"\\{c}" : $"{c}");

        return $"{shown}";
    }
}

using Octokit;

namespace Slipway.GitHub;

/// <summary>Writes releases through Octokit.</summary>
internal sealed class OctokitReleasePages(OctokitCalls calls) : IReleasePages
{
    /// <summary>A person waits for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Comparing commits far apart takes GitHub its time.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public async Task<(string Url, bool IsNew)> Write(ReleasePage page, CancellationToken ct)
    {
        if (await calls.Find(GitHubCall.FindRelease, client => client.Repository.Release.Get(calls.Owner, calls.Name, page.Tag), ct) is { } there)
        {
            var update = new ReleaseUpdate { TagName = page.Tag, Name = page.Title, Body = page.Text };
            return ((await calls.Send(GitHubCall.EditRelease, client => client.Repository.Release.Edit(calls.Owner, calls.Name, there.Id, update), ct)).HtmlUrl ?? "", IsNew: false);
        }

        var release = new NewRelease(page.Tag)
        {
            TargetCommitish = page.Commit,
            Name = page.Title,
            Body = page.Text,
            // "Latest" belongs to the versions that people download, where a repository has such.
            MakeLatest = MakeLatestQualifier.False,
        };
        return ((await calls.Send(GitHubCall.CreateRelease, client => client.Repository.Release.Create(calls.Owner, calls.Name, release), ct)).HtmlUrl ?? "", IsNew: true);
    }
}

using System.Runtime.Versioning;
using Slipway.GitHub;
using Slipway.Notes;
using Slipway.Releases;
using Slipway.Tests.Images;
using Slipway.Tests.Releases;

namespace Slipway.Tests.Notes;

[UnsupportedOSPlatform("windows")]
public sealed class NotesWriterTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-west-1" };
    private static readonly GitHubPlace Place = new(new GitHubRepository(new Uri("https://github.com"), "acme", "chat"), Token: null);

    private readonly SteppedTime _time = new();
    private readonly MemoryBucket _bucket;
    private readonly RecordingOutput _output = new();
    private readonly TemporaryFolder _folder = new();
    private readonly FakePages _pages = new();
    private readonly FakeHistory _git = new();
    private readonly FakeHistory _github = new();

    public NotesWriterTests() => _bucket = new MemoryBucket(_time);

    private Ledger Ledger => new(_bucket, _time);

    private string File => Path.Combine(_folder.Path, "temp", "release-notes.md");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_notes_are_those_of_the_live_release_since_the_one_before_and_only_a_file_is_written()
    {
        await End("r1-aaaaaaaa", Verdict.Deployed);
        await End("r2-bbbbbbbb", Verdict.Deployed);
        await End("r3-cccccccc", Verdict.RolledBack);
        _git.Known["aaaaaaaa..bbbbbbbb"] = new CommitRange([new NotedCommit("bbbbbbbb", "Second", "Ann")], 1);
        _git.Known["bbbbbbbb..aaaaaaaa"] = new CommitRange([], 0);
        var before = _bucket.Writes.Count;

        await Write(new NotesWish(From: null, To: null, Publish: false));

        var shown = Assert.IsType<NotesShown>(Assert.Single(_output.Events));
        Assert.Contains("| release | `r2-bbbbbbbb` |", shown.Notes, StringComparison.Ordinal);
        Assert.Contains("| before | `r1-aaaaaaaa`", shown.Notes, StringComparison.Ordinal);
        Assert.Contains("## Commits (1)\n\n- [`bbbbbbbb`](https://github.com/acme/chat/commit/bbbbbbbb) Second (Ann)", shown.Notes, StringComparison.Ordinal);
        Assert.Equal(shown.Notes, await System.IO.File.ReadAllTextAsync(File, Ct));
        Assert.Empty(_github.Asked);
        Assert.Empty(_pages.Written);
        Assert.Equal(before, _bucket.Writes.Count);
    }

    [Fact]
    public async Task Two_releases_can_be_named_whatever_became_of_them()
    {
        await End("r1-aaaaaaaa", Verdict.Deployed);
        await End("r2-bbbbbbbb", Verdict.Deployed);
        await End("r3-cccccccc", Verdict.RolledBack);
        _git.Known["aaaaaaaa..cccccccc"] = _git.Known["cccccccc..aaaaaaaa"] = new CommitRange([], 0);

        await Write(new NotesWish("r1-aaaaaaaa", "r3-cccccccc", Publish: false));

        Assert.Equal(["aaaaaaaa..cccccccc", "cccccccc..aaaaaaaa"], _git.Asked);
        Assert.Contains("| verdict | **RolledBack** |", Assert.IsType<NotesShown>(Assert.Single(_output.Events)).Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_this_clone_does_not_know_GitHub_is_asked()
    {
        await End("r1-aaaaaaaa", Verdict.Deployed);
        await End("r2-bbbbbbbb", Verdict.Deployed);
        _github.Known["aaaaaaaa..bbbbbbbb"] = new CommitRange([new NotedCommit("bbbbbbbb", "Second", "Ann")], 1);
        _github.Known["bbbbbbbb..aaaaaaaa"] = new CommitRange([], 0);

        await Write(new NotesWish(From: null, To: null, Publish: false));

        Assert.Contains("Second (Ann)", Assert.IsType<NotesShown>(Assert.Single(_output.Events)).Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commits_that_nobody_knows_are_a_warning_and_the_notes_go_without()
    {
        await End("r1-aaaaaaaa", Verdict.Deployed);
        await End("r2-bbbbbbbb", Verdict.Deployed);
        _github.Trouble = new DeployException("GitHub did not compare two commits of acme/chat.");

        await Write(new NotesWish(From: null, To: null, Publish: false));

        Assert.Equal(
            """
            The commits between aaaaaaaa and bbbbbbbb are not known; the notes go without them.
            GitHub did not compare two commits of acme/chat.
            """,
            _output.Events.OfType<CommitsUnknown>().First().Text);
        Assert.DoesNotContain("## Commits", _output.Events.OfType<NotesShown>().Single().Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Published_notes_are_a_release_at_the_commit()
    {
        await End("r1-aaaaaaaa", Verdict.Deployed);

        await Write(new NotesWish(From: null, To: null, Publish: true));

        var page = Assert.Single(_pages.Written);
        Assert.Equal(("chat-prod-r1-aaaaaaaa", "aaaaaaaa", "chat in prod, 2026-01-02 03:04 UTC"), (page.Tag, page.Commit, page.Title));
        Assert.Equal(await System.IO.File.ReadAllTextAsync(File, Ct), page.Text);
        Assert.Equal("Created release chat-prod-r1-aaaaaaaa at GitHub\n  page  https://github.com/acme/chat/releases/1", _output.Events[^1].Text);
    }

    [Fact]
    public async Task What_does_not_serve_is_not_published_and_no_notes_are_left()
    {
        await End("r1-aaaaaaaa", Verdict.RolledBack);

        var error = await Assert.ThrowsAsync<DeployException>(() => Write(new NotesWish(From: null, "r1-aaaaaaaa", Publish: true)));

        Assert.Equal((Verdict.Refused, "Release r1-aaaaaaaa ended as RolledBack: what does not serve is not published. Nothing was changed."), (error.Verdict, error.Message));
        Assert.Empty(_pages.Written);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public async Task Without_a_token_or_a_repository_at_GitHub_nothing_can_be_published()
    {
        await End("r1-aaaaaaaa", Verdict.Deployed);
        var wish = new NotesWish(From: null, To: null, Publish: true);

        var mute = await Assert.ThrowsAsync<DeployException>(() => new NotesWriter(Ledger, [_git], Place, pages: null, File, _output).Write(wish, Prod, Ct));
        var lost = await Assert.ThrowsAsync<DeployException>(() => new NotesWriter(Ledger, [_git], new GitHubPlace(Repository: null, "t0ken"), pages: null, File, _output).Write(wish, Prod, Ct));

        Assert.StartsWith("There is no GITHUB_TOKEN, so that nothing can be published at acme/chat. Nothing was changed.", mute.Message, StringComparison.Ordinal);
        Assert.StartsWith("The sources are at no GitHub that can be told", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_that_is_not_there_is_refused_with_those_that_are()
    {
        await End("r1-aaaaaaaa", Verdict.Deployed);
        await End("r2-bbbbbbbb", Verdict.RolledBack);

        var error = await Assert.ThrowsAsync<DeployException>(() => Write(new NotesWish("dev", To: null, Publish: false)));

        Assert.Equal(
            """
            There is no release dev. Nothing was changed.
              valid  r2-bbbbbbbb  RolledBack
                     r1-aaaaaaaa  Deployed
            """,
            error.Message.ReplaceLineEndings("\n"));
        Assert.Equal(Verdict.Usage, error.Verdict);
    }

    [Fact]
    public async Task Before_the_first_success_one_has_to_be_named()
    {
        await End("r1-aaaaaaaa", Verdict.RolledBack);

        var error = await Assert.ThrowsAsync<DeployException>(() => Write(new NotesWish(From: null, To: null, Publish: false)));

        Assert.StartsWith("No release of prod has succeeded yet", error.Message, StringComparison.Ordinal);
    }

    private Task Write(NotesWish wish) => new NotesWriter(Ledger, [_git, _github], Place, _pages, File, _output).Write(wish, Prod, Ct);

    private async Task End(string id, Verdict verdict)
    {
        var open = await Ledger.Begin(new ReleaseManifest(id, "chat", "prod", id[^8..], "arn:aws:sts::111122223333:assumed-role/deploy/ann"), Ct);
        await Ledger.End(open, open.Manifest with { Verdict = verdict }, Ct);
    }

    private sealed class FakeHistory : ICommitHistory
    {
        public Dictionary<string, CommitRange> Known { get; } = [];

        public List<string> Asked { get; } = [];

        public DeployException? Trouble { get; set; }

        public Task<CommitRange?> Between(string older, string newer, CancellationToken ct)
        {
            Asked.Add($"{older}..{newer}");
            return Trouble is null ? Task.FromResult(Known.GetValueOrDefault($"{older}..{newer}")) : Task.FromException<CommitRange?>(Trouble);
        }
    }

    private sealed class FakePages : IReleasePages
    {
        public List<ReleasePage> Written { get; } = [];

        public Task<(string Url, bool IsNew)> Write(ReleasePage page, CancellationToken ct)
        {
            Written.Add(page);
            return Task.FromResult(("https://github.com/acme/chat/releases/1", Written.Count == 1));
        }
    }
}

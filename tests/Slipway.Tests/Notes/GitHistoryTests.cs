using System.Runtime.Versioning;
using Slipway.Notes;
using Slipway.Processes;
using Slipway.Tests.Git;
using Slipway.Tests.Images;

namespace Slipway.Tests.Notes;

/// <summary>With the real git.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class GitHistoryTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly SystemProcesses _processes = new(TimeProvider.System);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_commits_between_two_are_those_that_only_the_newer_one_has_newest_first()
    {
        await Git("", "init", "-q", "repo");
        var first = await Commit("repo", "first");
        await Git("repo", "checkout", "-qb", "side");
        var side = await Commit("repo", "On the side, with | and \"quotes\"");
        await Git("repo", "checkout", "-q", "main");
        var second = await Commit("repo", "ü: second\n\nand a body\nof two lines");

        var range = (await History("repo").Between(first, second, Ct))!;

        Assert.Equal((1, new NotedCommit(second, "ü: second", "Test")), (range.Total, Assert.Single(range.Commits)));
        Assert.Equal([side], (await History("repo").Between(second, side, Ct))!.Commits.Select(commit => commit.Commit));
        Assert.Equal((0, 0), ((await History("repo").Between(second, first, Ct))!.Total, (await History("repo").Between(second, second, Ct))!.Commits.Count));
    }

    [Fact]
    public async Task A_commit_that_is_not_there_and_a_clone_that_was_cut_off_are_not_known()
    {
        await Git("", "init", "-q", "repo");
        var first = await Commit("repo", "first");
        var second = await Commit("repo", "second");
        await Git("", "clone", "-q", "--depth", "1", new Uri(Path.Combine(_folder.Path, "repo")).AbsoluteUri, "clone");

        Assert.Null(await History("repo").Between(new string('0', 40), second, Ct));
        Assert.Null(await History("clone").Between(first, second, Ct));
        Assert.Null(await History("clone").Between(second, second, Ct));
    }

    [Fact]
    public async Task The_remote_is_the_one_that_git_fetches_from()
    {
        await Git("", "init", "-q", "repo");
        Assert.Null(await History("repo").Remote(Ct));

        await Git("repo", "remote", "add", "origin", "git@github.com:acme/chat.git");
        Assert.Equal("git@github.com:acme/chat.git", await History("repo").Remote(Ct));
    }

    private GitHistory History(string path) => new(_processes, Path.Combine(_folder.Path, path));

    private async Task<string> Commit(string path, string message)
    {
        await Git(path, "commit", "-q", "--allow-empty", "-m", message);
        return await Git(path, "rev-parse", "HEAD");
    }

    private Task<string> Git(string directory, params string[] arguments) => RealGit.Run(_processes, Path.Combine(_folder.Path, directory), arguments);
}

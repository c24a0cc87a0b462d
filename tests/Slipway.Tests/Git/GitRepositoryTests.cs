using System.Runtime.Versioning;
using Slipway.Git;
using Slipway.Processes;
using Slipway.Tests.Images;

namespace Slipway.Tests.Git;

/// <summary>With the real git.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class GitRepositoryTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-west-1" };

    private readonly SystemProcesses _processes = new(TimeProvider.System);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_clean_tree_is_named_after_its_commit_and_ignored_files_do_not_count()
    {
        var commit = await Repository("repo", ("file", "1"), (".gitignore", "out/"));
        _folder.Write("repo/out/made");

        Assert.Equal(commit, await Tag("repo", Prod));
        Assert.Equal(40, commit.Length);
    }

    [Fact]
    public async Task Changes_are_refused_by_name_outside_the_rehearsal_whatever_their_kind()
    {
        await Repository("repo", ("changed", "1"), ("deleted", "1"), ("sub/staged", "1"), ("moved", "much the same text in both"));
        _folder.Write("repo/changed", "2");
        File.Delete(Path.Combine(_folder.Path, "repo", "deleted"));
        _folder.Write("repo/sub/staged", "2");
        await Git("repo", "mv", "moved", "with a space and ü");
        await Git("repo", "add", "sub/staged");
        _folder.Write("repo/new/untracked");

        var error = await Assert.ThrowsAsync<DeployException>(() => Tag("repo/sub", Prod));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Equal(
            ["changed", "deleted", "moved", "new/untracked", "sub/staged", "with a space and ü"],
            (await new GitRepository(_processes, Path.Combine(_folder.Path, "repo/sub")).WorkTree(Ct)).Changed);
        Assert.Contains("files  changed\n         deleted\n", error.Message.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_rehearsal_the_same_changes_have_the_same_name_and_others_another()
    {
        var commit = await Repository("repo", ("file", "1"));
        _folder.Write("repo/file", "2");
        var second = await Tag("repo", DeployEnvironment.Local);
        _folder.Write("repo/file", "3");
        var third = await Tag("repo", DeployEnvironment.Local);
        _folder.Write("repo/file", "2");

        Assert.Matches($"^{commit}-dirty-[0-9a-f]{{12}}$", second);
        Assert.NotEqual(second, third);
        Assert.Equal(second, await Tag("repo", DeployEnvironment.Local));
    }

    [Fact]
    public async Task A_shallow_clone_knows_its_commit()
    {
        await Repository("origin", ("file", "1"));
        _folder.Write("origin/file", "2");
        await Git("origin", "commit", "-aqm", "second");
        var head = await Git("origin", "rev-parse", "HEAD");
        await Git("", "clone", "-q", "--depth", "1", new Uri(Path.Combine(_folder.Path, "origin")).AbsoluteUri, "clone");

        Assert.Equal("true", await Git("clone", "rev-parse", "--is-shallow-repository"));
        Assert.Equal(head, await Tag("clone", Prod));
    }

    [Fact]
    public async Task A_change_in_a_submodule_is_a_change()
    {
        await Repository("library", ("lib", "1"));
        await Repository("repo", ("file", "1"));
        await Git("repo", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", Path.Combine(_folder.Path, "library"), "vendor/library");
        await Git("repo", "commit", "-qm", "with submodule");
        var commit = await Git("repo", "rev-parse", "HEAD");
        Assert.Equal(commit, await Tag("repo", Prod));

        _folder.Write("repo/vendor/library/lib", "2");
        var two = await Tag("repo", DeployEnvironment.Local);
        _folder.Write("repo/vendor/library/lib", "3");
        Assert.NotEqual(two, await Tag("repo", DeployEnvironment.Local));

        var error = await Assert.ThrowsAsync<DeployException>(() => Tag("repo", Prod));
        Assert.Contains("files  vendor/library\n", error.Message.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(
            [".gitmodules", "file", "vendor/library/lib"],
            await new GitRepository(_processes, Path.Combine(_folder.Path, "repo")).Files(["."], Ct));
    }

    [Fact]
    public async Task Without_a_repository_or_a_commit_the_error_says_so()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "plain"));
        var none = await Assert.ThrowsAsync<DeployException>(() => Tag("plain", DeployEnvironment.Local));
        Assert.Contains("not a git repository", none.Message, StringComparison.Ordinal);

        await Git("", "init", "-q", "empty");
        var empty = await Assert.ThrowsAsync<DeployException>(() => Tag("empty", DeployEnvironment.Local));
        Assert.Contains("has no commit yet", empty.Message, StringComparison.Ordinal);
    }

    private async Task<string> Tag(string path, DeployEnvironment environment)
    {
        var git = new GitRepository(_processes, Path.Combine(_folder.Path, path));
        var tree = await git.WorkTree(Ct);
        return CommitTag.For(tree, await git.HashOfChanges(tree, Ct), environment);
    }

    private async Task<string> Repository(string name, params (string Path, string Text)[] files)
    {
        await Git("", "init", "-q", name);
        foreach (var (path, text) in files)
            _folder.Write($"{name}/{path}", text);
        await Git(name, "add", "-A");
        await Git(name, "commit", "-qm", "first");
        return await Git(name, "rev-parse", "HEAD");
    }

    private Task<string> Git(string directory, params string[] arguments) => RealGit.Run(_processes, Path.Combine(_folder.Path, directory), arguments);
}

/// <summary>git as a test needs it: somebody to commit as, and none of the user's settings.</summary>
internal static class RealGit
{
    public static async Task<string> Run(IProcesses processes, string directory, params string[] arguments)
    {
        var result = await processes.Run(
            new Command("git", ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main", .. arguments])
            {
                Directory = directory,
                Environment = new Dictionary<string, string?> { ["GIT_CONFIG_GLOBAL"] = "/dev/null", ["GIT_CONFIG_SYSTEM"] = "/dev/null" },
            },
            onLine: null,
            TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output.Trim();
    }
}

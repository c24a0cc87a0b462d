using Slipway.Processes;

namespace Slipway.EndToEnd;

/// <summary>One deploy at a time.</summary>
[Collection(DeployedChat.Name)]
public sealed class LockTests(DeployedChat chat)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_deploys_that_start_together_one_deploys_and_the_other_names_it()
    {
        await chat.Workspace.Edit("samples/chat/web/index.html", "<title>Chat", "<title>Chat, for two", Ct);
        await chat.Workspace.Edit("samples/chat/server/Limits.cs", "NameLength = 40", "NameLength = 41", Ct);
        await chat.Workspace.Commit("Change title and server", Ct);

        var both = await Task.WhenAll(Start(), Start());
        await chat.Workspace.Git(Ct, "reset", "--quiet", "--hard", "HEAD~1");

        Assert.True(both.Select(run => run.ExitCode).Order().SequenceEqual([0, 7]), string.Join("\n", both.Select(run => run.Output)));
        var deployed = both.Single(run => run.ExitCode == 0);
        var refused = both.Single(run => run.ExitCode == 7);
        Assert.Contains("Another run holds the deploy lock", refused.Output, StringComparison.Ordinal);
        Assert.Contains((string)deployed.Record!["release"]!, refused.Output, StringComparison.Ordinal);
        Assert.Contains("--wait-for-lock", refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deploy_whose_holder_was_killed_takes_the_lock_over_after_its_lease()
    {
        await chat.Workspace.Edit("samples/chat/server/Messages.cs", "namespace Chat;", "namespace Chat; // another version", Ct);
        await chat.Workspace.Commit("Change the server", Ct);

        var killed = await chat.Workspace.Build(
            line =>
            {
                if (line.Contains("server: rolling out", StringComparison.Ordinal))
                    UnixProcess.Find(arguments => arguments.Contains("Deploy") && arguments.Contains(chat.Workspace.Root)).Single().Kill();
            },
            Ct, "Deploy", "--root", chat.Workspace.Root);
        var next = await chat.Workspace.Build(Ct, "Deploy", "--wait-for-lock");
        var releases = await chat.Workspace.Build(Ct, "Releases");
        await chat.Workspace.Git(Ct, "reset", "--quiet", "--hard", "HEAD~1");

        Assert.NotEqual(0, killed.ExitCode);
        Assert.True(next.ExitCode == 0, next.Output);
        Assert.Contains("Took the deploy lock over; the run that held it ended", next.Output, StringComparison.Ordinal);
        var newest = releases.Output.Split('\n').SkipWhile(line => !line.Contains("verdict", StringComparison.Ordinal)).Skip(1).Take(2).ToList();
        Assert.EndsWith("Deployed", newest[0].TrimEnd(), StringComparison.Ordinal);
        Assert.EndsWith("Stopped", newest[1].TrimEnd(), StringComparison.Ordinal);
    }

    private Task<Run> Start() => chat.Workspace.Build(Ct, "Deploy");
}

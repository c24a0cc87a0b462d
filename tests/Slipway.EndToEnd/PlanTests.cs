using System.Text.RegularExpressions;

namespace Slipway.EndToEnd;

/// <summary>What was previewed is what is deployed, or nothing is.</summary>
[Collection(DeployedChat.Name)]
public sealed partial class PlanTests(DeployedChat chat)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_previews_have_one_hash_and_a_deploy_that_expects_it_runs()
    {
        var hash = await Preview();

        Assert.Equal(hash, await Preview());
        var deploy = await chat.Workspace.Build(Ct, "Deploy", "--expect-plan", hash);
        Assert.True(deploy.ExitCode == 0, deploy.Output);
    }

    [Fact]
    public async Task A_deploy_is_refused_with_what_moved_when_a_commit_came_after_the_preview()
    {
        var hash = await Preview();
        await chat.Workspace.Edit("samples/chat/web/index.html", "<title>Chat", "<title>Chat, moved", Ct);
        await chat.Workspace.Commit("Change the title", Ct);

        var refused = await chat.Workspace.Build(Ct, "Deploy", "--expect-plan", hash);
        var other = await Preview();
        await chat.Workspace.Git(Ct, "reset", "--quiet", "--hard", "HEAD~1");

        Assert.True(refused.ExitCode == 7, refused.Output);
        Assert.Contains("index.html", refused.Output, StringComparison.Ordinal);
        Assert.NotEqual(hash, other);
        Assert.DoesNotContain(refused.ApiCalls.Keys, call => call.Contains(":Put", StringComparison.Ordinal) || call.Contains(":Update", StringComparison.Ordinal));
        Assert.Equal(hash, await Preview());
    }

    private async Task<string> Preview()
    {
        var run = await chat.Workspace.Build(Ct, "Preview");
        Assert.True(run.ExitCode == 0, run.Output);
        return PlanHash().Match(run.Output).Groups["hash"].Value is { Length: > 0 } hash ? hash : throw new InvalidOperationException(run.Output);
    }

    [GeneratedRegex("plan (?<hash>[0-9a-f]{12,64})")]
    private static partial Regex PlanHash();
}

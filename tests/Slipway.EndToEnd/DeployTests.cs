using System.Text.RegularExpressions;
using Slipway.Processes;

namespace Slipway.EndToEnd;

/// <summary>The chat sample, shipped to a rehearsal cloud with real containers.</summary>
[Collection(DeployedChat.Name)]
public sealed partial class DeployTests(DeployedChat chat)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void The_first_deploy_succeeds_and_says_what_it_did()
    {
        Assert.True(chat.First.ExitCode == 0, chat.First.Output);
        Assert.Equal("Deployed", (string?)chat.First.Record!["verdict"]);
        Assert.Equal("chat", (string?)chat.First.Record["application"]);
        Assert.Equal("local", (string?)chat.First.Record["environment"]);
        Assert.Matches("^[0-9a-f]{40}$", (string?)chat.First.Record["commit"]);

        var server = chat.First.Record["services"]![0]!;
        Assert.Equal("server", (string?)server["name"]);
        Assert.Equal("Deployed", (string?)server["verdict"]);
        Assert.Matches("/chat/server@sha256:[0-9a-f]{64}$", (string?)server["image"]);
        Assert.Contains(":task-definition/", (string?)server["taskDefinition"], StringComparison.Ordinal);
        Assert.Contains(chat.First.Url("web"), chat.First.Output, StringComparison.Ordinal);

        var web = chat.First.Record["sites"]![0]!;
        Assert.Equal(("web", 4, 0), ((string?)web["name"], (int)web["uploaded"]!, (int)web["unchanged"]!));
    }

    [Fact]
    public async Task Two_clients_chat_through_distribution_and_load_balancer()
    {
        using var ada = await ChatClient.Enter(chat.First.Url("web"), "lobby", "ada", Ct);
        using var bob = await ChatClient.Enter(chat.First.Url("web"), "lobby", "bob", Ct);

        await ada.Say("hello, bob", Ct);

        var heard = await bob.Next(Ct);
        Assert.Equal(("message", "ada", "hello, bob"), ((string?)heard["type"], (string?)heard["message"]!["name"], (string?)heard["message"]!["text"]));
    }

    [Fact]
    public async Task A_deploy_with_nothing_changed_makes_no_mutating_call_and_neither_builds_nor_pushes()
    {
        // What an earlier test stopped or broke may still be on its way back.
        Assert.Equal(0, (await chat.Workspace.Build(Ct, "Deploy")).ExitCode);

        var again = await chat.Workspace.Build(Ct, "Deploy");

        Assert.True(again.ExitCode == 0, again.Output);
        Assert.False(again.ApiCalls.Keys.Any(call => Mutating().IsMatch(call)), again.Output);
        Assert.DoesNotContain("docker build", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_that_breaks_the_start_is_rolled_back_with_the_reason_while_the_old_version_answers()
    {
        await chat.Workspace.BreakTheStart(Ct);
        await chat.Workspace.Commit("Break the start", Ct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var traffic = Traffic.Send(new Uri(chat.First.Url("web") + "api/version"), stop.Token);

        var broken = await chat.Workspace.Build(Ct, "Deploy");
        await stop.CancelAsync();
        var answers = await traffic;
        await chat.Workspace.Git(Ct, "reset", "--quiet", "--hard", "HEAD~1");

        Assert.True(broken.ExitCode == 3, broken.Output);
        Assert.Equal("RolledBack", (string?)broken.Record!["verdict"]);
        Assert.Contains("no teapot in reach", broken.Output, StringComparison.Ordinal);
        Assert.Contains("Essential container", broken.Output, StringComparison.Ordinal);
        Assert.True(answers.Count > 20);
        Assert.All(answers, answer => Assert.Equal("200", answer));
    }

    [Fact]
    public async Task A_signal_during_the_rollout_goes_back_and_ends_with_the_exit_code_of_a_stop()
    {
        // What an earlier test left behind is not what this commit has.
        Assert.Equal(0, (await chat.Workspace.Build(Ct, "Deploy")).ExitCode);
        var before = await chat.Version(Ct);
        await chat.Workspace.Edit("samples/chat/server/Limits.cs", "RoomLength = 40", "RoomLength = 41", Ct);
        await chat.Workspace.Commit("Allow longer names of rooms", Ct);

        var stopped = await chat.Workspace.Build(
            line =>
            {
                if (line.Contains("server: rolling out", StringComparison.Ordinal))
                    UnixProcess.Find(arguments => arguments.Contains("Deploy") && arguments.Contains(chat.Workspace.Root)).Single().Terminate();
            },
            Ct, "Deploy", "--root", chat.Workspace.Root);
        await chat.Workspace.Git(Ct, "reset", "--quiet", "--hard", "HEAD~1");

        Assert.True(stopped.ExitCode == 5, stopped.Output);
        Assert.Equal("Stopped", (string?)stopped.Record!["verdict"]);
        var settled = await chat.Workspace.Build(Ct, "Deploy");
        Assert.True(settled.ExitCode == 0, settled.Output);
        Assert.Equal(before, await chat.Version(Ct));
        // ECS was still going back: who says "deployed" has waited for that.
        Assert.Contains("nothing to do", (await chat.Workspace.Build(Ct, "Preview")).Output, StringComparison.Ordinal);
    }

    [GeneratedRegex(":(Create|Update|Put|Register|Deregister|Delete|Modify|Stop|Run|Tag)")]
    private static partial Regex Mutating();
}

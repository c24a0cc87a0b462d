namespace Slipway.EndToEnd;

/// <summary>A release that fails on its way leaves the one before in place.</summary>
[Collection(DeployedChat.Name)]
public sealed class TakenBackTests(DeployedChat chat)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failing_migration_shows_its_log_and_touches_neither_service_nor_site()
    {
        var before = await Serves();
        await chat.Workspace.Edit(
            "samples/chat/server/Program.cs", "using Chat;", "using Chat;\nif (args is [\"migrate\"])\n    throw new InvalidOperationException(\"column teapot exists already\");\n", Ct);
        await chat.Workspace.Edit("samples/chat/web/index.html", "<title>Chat", "<title>Chat, migrated", Ct);
        await chat.Workspace.Commit("Break the migration", Ct);

        var failed = await chat.Workspace.Build(Ct, "Deploy");
        await chat.Workspace.Git(Ct, "reset", "--quiet", "--hard", "HEAD~1");

        Assert.True(failed.ExitCode == 1, failed.Output);
        Assert.Contains("column teapot exists already", failed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ecs:UpdateService", failed.ApiCalls.Keys);
        Assert.Equal(before, await Serves());
    }

    [Fact]
    public async Task A_failing_smoke_check_takes_services_and_site_back()
    {
        var before = await Serves();
        await chat.Workspace.Edit("samples/chat/server/ChatServer.cs", "new VersionAnswer(Version, Task, exchange.Redis)", "Results.StatusCode(503)", Ct);
        await chat.Workspace.Edit("samples/chat/web/index.html", "<title>Chat", "<title>Chat, smoking", Ct);
        await chat.Workspace.Commit("Break the API", Ct);

        var back = await chat.Workspace.Build(Ct, "Deploy");
        await chat.Workspace.Git(Ct, "reset", "--quiet", "--hard", "HEAD~1");

        Assert.True(back.ExitCode == 3, back.Output);
        Assert.Equal("RolledBack", (string?)back.Record!["verdict"]);
        Assert.Contains("/api/version", back.Output, StringComparison.Ordinal);
        Assert.Contains("503", back.Output, StringComparison.Ordinal);
        Assert.Equal(before, await Serves());
        Assert.Equal(0, (await chat.Workspace.Build(Ct, "Deploy")).ExitCode);
    }

    private async Task<(string? Version, string Page)> Serves() => (await chat.Version(Ct), await chat.Page(Ct));
}

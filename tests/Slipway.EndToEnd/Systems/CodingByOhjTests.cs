using System.Net;
using System.Text.Json.Nodes;

namespace Slipway.EndToEnd.Systems;

/// <summary>codingbyohj: pages of Next.js from S3, and an API with a database behind the same address.</summary>
[Collection(SystemRun.Collection)]
[Trait("Category", "Long")]
public sealed class CodingByOhjTests
{
    private const string Main = "samples/codingbyohj/server/src/main.ts";
    private const string Serve = "return serve(";

    /// <summary>Makes a server that runs, but cannot reach its database: only a health check that asks the database tells.</summary>
    private const string ServeWithout = "process.env.DATABASE_URL += \"_gone\";\n      return serve(";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_and_api_share_an_address_through_a_second_version_one_that_lost_its_database_and_the_way_back()
    {
        await using var system = await SystemRun.Deploy("codingbyohj", "web", Ct);
        Assert.Contains("Say hello", await system.Read("", Ct), StringComparison.Ordinal);
        Assert.Contains("Next.js wrote them", await system.Read("about/", Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await system.Ask("nowhere/", Ct)).Status);
        Assert.Contains("\"database\":\"up\"", await system.Read("api/health", Ct), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Created, (await system.Ask("api/hello", Ct, post: """{"name":"Ada"}""")).Status);
        var first = await Hello(system);
        Assert.Equal((1, "Ada"), (first.Count, first.Newest));

        // The second version: the page and the server change together, and what people wrote stays.
        await system.Workspace.Edit("samples/codingbyohj/web/app/page.tsx", "<h1>Say hello</h1>", "<h1>Say hello to everybody</h1>", Ct);
        await system.Change("samples/codingbyohj/server/src/greetings.ts", "const shown = 20", "const shown = 30", Ct);
        var second = await system.Build(Ct, "Deploy");
        Assert.True(second.ExitCode == 0, second.Output);
        Assert.Contains("Say hello to everybody", await system.Read("", Ct), StringComparison.Ordinal);
        var after = await Hello(system);
        Assert.NotEqual(first.Version, after.Version);
        Assert.Equal((1, "Ada"), (after.Count, after.Newest));

        await system.Change(Main, Serve, ServeWithout, Ct);
        var (failed, answers) = await system.BuildWhileAsking("api/hello", Ct, "Deploy");
        await system.Undo(Ct);
        Assert.True(failed.ExitCode == 3, failed.Output);
        Assert.Contains("health checks", failed.Output, StringComparison.Ordinal);
        Assert.Contains("The database does not answer", failed.Output, StringComparison.Ordinal);
        Assert.All(answers, answer => Assert.Equal("200", answer));
        Assert.Equal(after, await Hello(system));

        var back = await system.Build(Ct, "Rollback");
        Assert.True(back.ExitCode == 0, back.Output);
        Assert.Equal(first, await Hello(system));
        Assert.DoesNotContain("to everybody", await system.Read("", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_that_fails_in_the_first_region_does_not_begin_in_the_second()
    {
        await using var workspace = await Workspace.Create(Ct);
        // Jobs start the build by its script.
        await File.WriteAllTextAsync(Path.Combine(workspace.Root, "build.sh"), $"#!/bin/sh\nexec dotnet exec '{workspace.Program}' \"$@\"\n", Ct);
        await workspace.Commit("Take the compiled build", Ct);

        var proven = await workspace.Build(Ct, "Simulate", "--workflow", "deploy-codingbyohj-virginia-seoul");
        Assert.True(proven.ExitCode == 0, proven.Output);
        Assert.Matches("deploy-virginia +success", proven.Output);
        Assert.Matches("deploy-seoul +success", proven.Output);

        await workspace.Edit(Main, Serve, ServeWithout, Ct);
        await workspace.Commit("Lose the database", Ct);
        var failed = await workspace.Build(Ct, "Simulate", "--workflow", "deploy-codingbyohj-virginia-seoul");

        Assert.True(failed.ExitCode == 3, failed.Output);
        Assert.Matches("deploy-virginia +failure", failed.Output);
        Assert.Matches("deploy-seoul +skipped", failed.Output);
        Assert.DoesNotContain("to seoul: in_progress", failed.Output, StringComparison.Ordinal);
    }

    private static async Task<(string? Version, int Count, string? Newest)> Hello(SystemRun system)
    {
        var hello = JsonNode.Parse(await system.Read("api/hello", Ct))!;
        return ((string?)hello["version"], (int)hello["count"]!, (string?)hello["greetings"]![0]!["name"]);
    }
}

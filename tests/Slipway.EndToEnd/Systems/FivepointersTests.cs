using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Slipway.EndToEnd.Systems;

/// <summary>5pointers: three services that wait for each other and an editor, shipped as one release.</summary>
[Collection(SystemRun.Collection)]
[Trait("Category", "Long")]
public sealed class FivepointersTests
{
    private static readonly string[] Services = ["api", "ws", "subdomain"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_people_type_is_lost_through_a_second_version_one_whose_third_service_fails_and_the_way_back()
    {
        await using var system = await SystemRun.Deploy("fivepointers", "web", Ct);
        await using var browser = await Browser.Open(Ct);
        var first = await Versions(system);
        Assert.Equal(HttpStatusCode.Unauthorized, (await system.Ask("api/pages", Ct)).Status);
        Assert.Contains("<h1>Pages</h1>", await system.Read("", Ct, at: "subdomain"), StringComparison.Ordinal);

        // Two people edit a page at once, and it is served at a host of its own.
        var ada = await Editor.SignUp(browser, system.First.Url("web"), "ada@example.com", page: "ada");
        var bob = await Editor.LogIn(browser, system.First.Url("web"), "ada@example.com", page: "ada");
        await bob.Title.FillAsync("The five pointers");
        await Assertions.Expect(ada.Title).ToHaveValueAsync("The five pointers");

        // The second version: everything changes while somebody types.
        await system.Workspace.Edit("samples/fivepointers/web/index.html", "<title>5Pointers", "<title>5Pointers, second", Ct);
        await system.Change("samples/fivepointers/shared/http.ts", "\"X-Content-Type-Options\": \"nosniff\",", "\"X-Content-Type-Options\": \"nosniff\",\n  \"X-Second\": \"yes\",", Ct);
        await using (var typing = ada.Type())
        {
            var (deployed, answers) = await system.BuildWhileAsking("api/version", Ct, "Deploy");
            Assert.True(deployed.ExitCode == 0, deployed.Output);
            Assert.All(answers, answer => Assert.Equal("200", answer));
        }

        var second = await Versions(system);
        Assert.All(Services, service => Assert.NotEqual(first[service], second[service]));
        Assert.Contains("5Pointers, second", await system.Read("", Ct), StringComparison.Ordinal);
        await ada.IsShownTo(bob);
        Assert.Contains($"<h1>The five pointers</h1><p>{ada.Typed}</p>", await Page(browser, system, "ada"), StringComparison.Ordinal);

        // The third service does not start: the two before it go back, the last first.
        await system.Workspace.Edit("samples/fivepointers/shared/http.ts", "\"X-Second\"", "\"X-Third\"", Ct);
        await system.Change("samples/fivepointers/subdomain/src/main.ts", "const pool = connect();", "if (version) throw new Error(\"no teapot in reach\");\nconst pool = connect();", Ct);
        Run failed;
        await using (var typing = ada.Type())
            failed = await system.Build(Ct, "Deploy");

        await system.Undo(Ct);
        Assert.True(failed.ExitCode == 3, failed.Output);
        Assert.Contains("no teapot in reach", failed.Output, StringComparison.Ordinal);
        Assert.Equal(["ws", "api"], Lines(failed, ": taken back, because subdomain failed"));
        Assert.Equal(["RolledBack", "RolledBack", "RolledBack"], failed.Record!["services"]!.AsArray().Select(service => (string?)service!["verdict"]));
        Assert.Equal(second, await Versions(system));
        await ada.IsShownTo(bob);

        var back = await system.Build(Ct, "Rollback");
        Assert.True(back.ExitCode == 0, back.Output);
        Assert.Equal(first, await Versions(system));
        Assert.DoesNotContain("second", await system.Read("", Ct), StringComparison.Ordinal);
        Assert.Contains("line 1", await Page(browser, system, "ada"), StringComparison.Ordinal);
    }

    /// <summary>What tells one build of each service from another, asked where people reach it.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> Versions(SystemRun system)
    {
        string[] answers = [await system.Read("api/version", Ct), await system.Read("ws/version", Ct), await system.Read("-/version", Ct, at: "subdomain")];
        return answers.Select(answer => JsonNode.Parse(answer)!).ToDictionary(answer => (string)answer["service"]!, answer => (string)answer["version"]!);
    }

    /// <summary>Somebody's page, as a browser finds it by its host name.</summary>
    private static async Task<string> Page(Browser browser, SystemRun system, string name)
    {
        var page = await browser.Visit(system.First.Url("subdomain").Replace("://", $"://{name}.", StringComparison.Ordinal));
        return await page.ContentAsync();
    }

    private static IEnumerable<string> Lines(Run run, string end) =>
        run.Output.Split('\n').Select(line => line.Trim()).Where(line => line.EndsWith(end, StringComparison.Ordinal)).Select(line => line[..^end.Length]).Distinct();
}

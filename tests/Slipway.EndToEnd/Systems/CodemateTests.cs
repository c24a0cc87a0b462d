using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Slipway.EndToEnd.Systems;

/// <summary>codemate: pages that a server renders, their scripts in S3, and a backend with a database behind the same address.</summary>
[Collection(SystemRun.Collection)]
[Trait("Category", "Long")]
public sealed partial class CodemateTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_page_finds_its_scripts_through_a_second_version_one_that_does_not_start_and_the_way_back()
    {
        await using var system = await SystemRun.Deploy("codemate", "static", Ct);
        AssertOrder(
            system.First.Output, "backend: taking snapshot codemate-db-local-", "is available after", "backend: migrate | migration 002-language applied", "backend: migrate is done", "Publishing site static",
            "backend: deployed", "frontend: deploying", "frontend: deployed");
        var first = await Load(system);
        Assert.Equal(3, first.Files.Count);
        Assert.Contains("<h1>CodeMate</h1>", first.Html, StringComparison.Ordinal);
        Assert.Contains("\"database\":\"ok\",\"redis\":\"ok\"", await system.Read("api/health", Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await system.Ask("static/client-00000000.js", Ct)).Status);

        // Two people, each with a session and a task of their own, in a project.
        await using var browser = await Browser.Open(Ct);
        var ada = await Enter(browser, system.First.Url("static"), "ada");
        await ada.GetByLabel("new project").FillAsync("compiler");
        await ada.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Open(ada, "compiler");
        var bob = await Enter(browser, system.First.Url("static"), "bob");
        await Open(bob, "compiler");
        await ada.GetByLabel("source").FillAsync("let x = 1");
        await Assertions.Expect(bob.GetByLabel("source")).ToHaveValueAsync("let x = 1");

        // The second version: pages, scripts and schema change together.
        await system.Workspace.Edit("samples/codemate/frontend/src/SignIn.tsx", "<h1>CodeMate</h1>", "<h1>CodeMate, together</h1>", Ct);
        await system.Workspace.Edit("samples/codemate/frontend/src/style.css", "max-width: 60rem", "max-width: 70rem", Ct);
        await system.Change(
            "samples/codemate/backend/src/migrations.ts", "];\n\n// Any number",
            "  { name: '003-author', sql: `alter table projects add column author text not null default ''` },\n];\n\n// Any number", Ct);
        var deployed = await BuildWhileLoading(system, "Deploy");
        Assert.True(deployed.ExitCode == 0, deployed.Output);
        AssertOrder(deployed.Output, "backend: taking snapshot codemate-db-local-", "is available after", "migration 003-author applied", "Publishing site static", "backend: deployed", "frontend: deployed");
        Assert.DoesNotContain("migration 002-language applied", deployed.Output, StringComparison.Ordinal);
        var second = await Load(system);
        Assert.Contains("<h1>CodeMate, together</h1>", second.Html, StringComparison.Ordinal);
        Assert.Single(second.Files.Intersect(first.Files));
        await LoadAll(system, first.Files);

        // Whoever was there stays: the session is in Redis, what was typed in PostgreSQL, the socket found another task.
        await ada.GetByLabel("source").FillAsync("let x = 2");
        await Assertions.Expect(bob.GetByLabel("source")).ToHaveValueAsync("let x = 2");
        await ada.ReloadAsync();
        await Assertions.Expect(ada.Locator("#user")).ToHaveTextAsync("ada");
        await Assertions.Expect(ada.GetByLabel("source")).ToHaveValueAsync("let x = 2");

        // The backend is good, the frontend does not start: both go back, and so does what the site says of itself.
        await system.Workspace.Edit("samples/codemate/backend/src/main.ts", "({ body: config.features })", "({ body: { ...config.features, third: true } })", Ct);
        await system.Workspace.Edit("samples/codemate/frontend/src/style.css", "max-width: 70rem", "max-width: 80rem", Ct);
        await system.Change("samples/codemate/frontend/server/main.ts", "let isDraining = false;", "let isDraining = false;\nif (port) throw new Error('no renderer in reach');", Ct);
        var failed = await BuildWhileLoading(system, "Deploy");
        await system.Undo(Ct);
        Assert.True(failed.ExitCode == 3, failed.Output);
        Assert.Contains("no renderer in reach", failed.Output, StringComparison.Ordinal);
        AssertOrder(failed.Output, "backend: deployed", "backend: taken back, because frontend failed");
        Assert.Equal(second.Html, (await Load(system)).Html);
        Assert.DoesNotContain("third", await system.Read("api/features", Ct), StringComparison.Ordinal);

        var back = await BuildWhileLoading(system, "Rollback");
        Assert.True(back.ExitCode == 0, back.Output);
        Assert.Equal(first.Html, (await Load(system)).Html);
        await LoadAll(system, second.Files);
    }

    [Fact]
    public async Task What_dev_runs_is_promoted_to_staging_blue_green_with_its_scripts_and_built_once()
    {
        await using var workspace = await Workspace.Create(Ct);
        await SimulatedPromotion.Write(workspace, Ct);

        var run = await workspace.Build(Ct, "Simulate", "--workflow", SimulatedPromotion.Workflow, "--verbosity", "Verbose", "--root", workspace.Root);

        Assert.True(run.ExitCode == 0, run.Output);
        AssertOrder(run.Output, "codemate in dev: Deployed", "codemate in staging: Deployed");
        Assert.Single(Built().Matches(run.Output));
        Assert.DoesNotContain("slipway-fivepointers-dev", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, AddressOf().Count(run.Output));
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        foreach (Match address in AddressOf().Matches(run.Output))
        {
            var page = await RenderedPage.Load(path => client.GetStringAsync(new Uri(address.Groups["url"].Value + path), Ct));
            Assert.Contains("<h1>CodeMate</h1>", page.Html, StringComparison.Ordinal);
            foreach (var file in page.Files)
                await client.GetStringAsync(new Uri(address.Groups["url"].Value + file), Ct);
        }
    }

    private static Task<RenderedPage> Load(SystemRun system) => RenderedPage.Load(path => system.Read(path, Ct));

    private static async Task LoadAll(SystemRun system, IEnumerable<string> files)
    {
        foreach (var file in files)
            await system.Read(file, Ct);
    }

    /// <summary>Runs a target while somebody loads the page with all that it names; nothing may be missing at any time.</summary>
    private static async Task<Run> BuildWhileLoading(SystemRun system, string target)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var loading = RenderedPage.LoadUntil(system, stop.Token, Ct);
        var run = await system.Build(Ct, target);
        await stop.CancelAsync();
        var (pages, problems) = await loading;
        Assert.True(problems.Count == 0, $"{pages} pages: {string.Join('\n', problems.Distinct())}\n{run.Output}");
        Assert.True(pages > 5, $"{pages} pages");
        return run;
    }

    private static async Task<IPage> Enter(Browser browser, string url, string user)
    {
        var page = await browser.Visit(url);
        await page.GetByLabel("your name").FillAsync(user);
        await page.GetByRole(AriaRole.Button, new() { Name = "Come in" }).ClickAsync();
        await Assertions.Expect(page.Locator("#user")).ToHaveTextAsync(user);
        return page;
    }

    private static async Task Open(IPage page, string project)
    {
        await page.Locator("#projects").GetByText(project).ClickAsync();
        await Assertions.Expect(page.Locator("#status")).ToHaveTextAsync("connected");
    }

    private static void AssertOrder(string output, params IReadOnlyList<string> texts)
    {
        var at = -1;
        foreach (var text in texts)
        {
            var next = output.IndexOf(text, at + 1, StringComparison.Ordinal);
            Assert.True(next > at, $"\"{text}\" is missing, or comes too early, in\n{output}");
            at = next;
        }
    }

    [GeneratedRegex("Building codemate/frontend from ")]
    private static partial Regex Built();

    [GeneratedRegex("^ +static +(?<url>http://[a-z0-9.-]+:[0-9]+/)", RegexOptions.Multiline)]
    private static partial Regex AddressOf();
}

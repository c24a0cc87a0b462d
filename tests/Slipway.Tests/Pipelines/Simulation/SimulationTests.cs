using System.Runtime.Versioning;
using Slipway.Aws;
using Slipway.Nuke;
using Slipway.Pipelines;
using Slipway.Pipelines.Files;
using Slipway.Pipelines.Simulation;
using Slipway.Processes;
using Slipway.Rehearsal;
using Slipway.Rehearsal.Engine;
using Slipway.Rehearsal.Launch;
using Slipway.Releases;
using Slipway.Tests.Images;
using Slipway.Traffic;

namespace Slipway.Tests.Pipelines.Simulation;

/// <summary>The generated workflows of a repository, run against a rehearsal cloud in this process; the jobs are processes of their own.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SimulationTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly SystemProcesses Processes = new(TimeProvider.System);

    private readonly TemporaryFolder _cloudFolder = new();
    private readonly TemporaryFolder _repository = new();
    private RehearsalCloud _cloud = null!;
    private RecordingOutput _output = new();

    private string Told => string.Join('\n', _output.Events.Select(one => one.Text));

    public async ValueTask InitializeAsync()
    {
        _cloud = await RehearsalCloud.Start(new RehearsalOptions(_cloudFolder.Path, _ => new NoTasks()) { Speed = 60 }, Ct);
        _repository.Write(
            "build.sh",
            $"""
             #!/bin/sh
             export {Slipway.Tests.Nuke.Program.BuildVariable}={PagesBuild.Name}
             exec dotnet exec '{typeof(PagesBuild).Assembly.Location}' "$@"

             """.ReplaceLineEndings("\n"),
            executable: true);
        _repository.Write("global.json", "{}");
        _repository.Write(".nuke/parameters.json", "{}");
        _repository.Write(".gitignore", ".nuke/temp/\n");
        _repository.Write("pages/index.html", "<p>hello 1</p>");
        await new PipelineGenerator(new RepositoryFolder(_repository.Path), new RecordingOutput()).Write(DeliveryPlanner.Plan([PagesBuild.Application], new Delivery()), Ct);
        await Git("init", "--quiet", "--initial-branch", "main");
        // A clone of a fork: what is simulated is the repository that ships.
        await Git("remote", "add", "origin", "https://github.com/ann/pages.git");
        await Commit("Begin");
    }

    public async ValueTask DisposeAsync()
    {
        await _cloud.DisposeAsync();
        _cloudFolder.Dispose();
        _repository.Dispose();
    }

    [Fact]
    public async Task A_deploy_with_an_approval_ends_in_a_release_that_is_served_and_the_way_back_in_the_one_before()
    {
        Assert.True(await Simulate("deploy-prod") == Verdict.Deployed, Told);
        var first = await Live();
        Assert.Equal("<p>hello 1</p>", await Page());
        Assert.Equal(("GitHub environment prod", "reviewer"), (first.Approval!.How, first.Approval.Who));
        Assert.Equal(("success", "success"), (Conclusion("review"), Conclusion("deploy")));
        Assert.Contains(_output.Events.OfType<SimulationEnded>().Single().Records, record => record.StartsWith("deployment of ", StringComparison.Ordinal) && record.EndsWith(" to prod: in_progress, success", StringComparison.Ordinal));
        Assert.Contains("summary of review", Told, StringComparison.Ordinal);

        // Another commit of the same branch; the work tree is on another one.
        await Git("checkout", "--quiet", "-b", "feature");
        _repository.Write("pages/index.html", "<p>hello 2</p>");
        await Commit("Say it again");
        Assert.True(await Simulate("deploy-prod.yml") == Verdict.Deployed, Told);
        Assert.Equal("<p>hello 2</p>", await Page());

        Assert.True(await Simulate("rollback", "environment=prod", "service=all") == Verdict.Deployed, Told);
        Assert.Equal("<p>hello 1</p>", await Page());
        Assert.Equal("success", Conclusion("rollback"));
    }

    [Fact]
    public async Task What_nobody_approves_is_not_deployed_whether_a_person_says_no_or_the_workflow_asks_nobody()
    {
        Assert.Equal(Verdict.Refused, await Simulate("deploy-prod", answer: false));
        Assert.Equal(("success", "failure"), (Conclusion("review"), Conclusion("deploy")));
        Assert.Equal(Verdict.Refused, (await Assert.ThrowsAsync<DeployException>(() => Simulate("deploy-prod", answer: null))).Verdict);

        // A job that stands in no environment is let in by nobody; its role would not be given to it on AWS either.
        await Edit("deploy-prod.yml", "    environment:\n      name: prod\n      url: ${{ steps.deploy.outputs.url }}\n", "");
        Assert.Equal(Verdict.Failed, await Simulate("deploy-prod"));
        Assert.Contains(
            """
            Not authorized to perform sts:AssumeRoleWithWebIdentity.
              presented  repo:acme/pages:ref:refs/heads/main
              trusted    repo:acme/pages:environment:prod
            """.ReplaceLineEndings("\n"),
            Told, StringComparison.Ordinal);

        // The tool reads who approved with the job's own token: without the right to, nobody did.
        await Edit("deploy-prod.yml", "    timeout-minutes:", "    environment: prod\n    timeout-minutes:", last: true);
        await Edit("deploy-prod.yml", "      actions: read\n", "");
        Assert.Equal(Verdict.Refused, await Simulate("deploy-prod"));
        Assert.Contains("Resource not accessible by integration", Told, StringComparison.Ordinal);
        Assert.Null(await Store(session => session.Ledger.Live(Ct)));
    }

    [Fact]
    public async Task A_workflow_that_is_not_there_or_a_role_of_another_account_is_told_before_anything_is_deployed()
    {
        var missing = await Assert.ThrowsAsync<DeployException>(() => Simulate("deploy-dev"));
        Assert.Equal(Verdict.Usage, missing.Verdict);
        Assert.Contains("--workflow ci, --workflow deploy-prod, --workflow rollback", missing.Message, StringComparison.Ordinal);

        await Edit("deploy-prod.yml", "role-to-assume: arn:aws:iam::444455556666:role/slipway-pages-prod-review", "role-to-assume: arn:aws:iam::111111111111:role/other");
        Assert.Equal(Verdict.Failed, await Simulate("deploy-prod"));
        Assert.Contains("took a role in account 111111111111, which is none of the allowed ones: 444455556666", Told, StringComparison.Ordinal);
        Assert.Equal(("failure", "skipped"), (Conclusion("review"), Conclusion("deploy")));
    }

    private Task<Verdict> Simulate(string workflow, params IReadOnlyList<string> inputs) => Simulate(workflow, answer: true, inputs);

    private Task<Verdict> Simulate(string workflow, bool? answer, params IReadOnlyList<string> inputs)
    {
        _output = new RecordingOutput();
        var machine = System.Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().ToDictionary(one => $"{one.Key}", one => $"{one.Value}", StringComparer.Ordinal);
        var wish = new SimulationWish(workflow, 60, machine) { Inputs = inputs, Ask = (_, _) => Task.FromResult(answer) };
        var endpoints = new RehearsalEndpoints(_cloud.AwsEndpoint, _cloud.RegistryHost, new DockerHost("/bin/false", "unix:///none", IsPrivate: false));
        return new Slipway.Nuke.Simulation([PagesBuild.Application], new Delivery(), _repository.Path, Processes, _output, TimeProvider.System).Run(wish, _ => Task.FromResult(endpoints), Ct);
    }

    private string Conclusion(string job) => StepResult.Word(_output.Events.OfType<SimulationEnded>().Last().Jobs.Single(one => one.Job == job).Conclusion);

    private async Task<ReleaseManifest> Live() => await Store(async store => (await store.Ledger.Find((await store.Ledger.Live(Ct))!, Ct))!);

    private async Task<T> Store<T>(Func<ReleaseStore, Task<T>> read)
    {
        using var session = Session();
        return await read(new ReleaseStore(session, PagesBuild.Application, PagesBuild.Prod, new Tempo(60), _output, TimeProvider.System));
    }

    /// <summary>What people see at the site's own address.</summary>
    private async Task<string> Page()
    {
        using var session = Session();
        var distributions = await session.CloudFront.ListDistributionsAsync(new Amazon.CloudFront.Model.ListDistributionsRequest(), Ct);
        using var viewer = new HttpWebViewer(onThisMachine: true);
        return (await viewer.Get(new Uri($"http://{distributions.DistributionList!.Items!.Single().DomainName}/"), Ct)).Body;
    }

    private AwsSession Session() => new(DeployEnvironment.Local with { Account = PagesBuild.Prod.Account, Region = PagesBuild.Prod.Region }, _cloud.AwsEndpoint);

    private async Task Edit(string workflow, string text, string replacement, bool last = false)
    {
        var path = Path.Combine(_repository.Path, ".github", "workflows", workflow);
        var content = await File.ReadAllTextAsync(path, Ct);
        var at = last ? content.LastIndexOf(text, StringComparison.Ordinal) : content.IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{text} is not in {content}");
        await File.WriteAllTextAsync(path, content[..at] + replacement + content[(at + text.Length)..], Ct);
        await Commit($"Edit {workflow}");
    }

    private async Task Commit(string message)
    {
        await Git("add", "--all");
        await Git("-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", message);
    }

    private async Task Git(params IReadOnlyList<string> arguments)
    {
        var result = await Processes.Run(new Command("git", arguments) { Directory = _repository.Path }, onLine: null, Ct);
        Assert.True(result.ExitCode == 0, result.Error);
    }
}

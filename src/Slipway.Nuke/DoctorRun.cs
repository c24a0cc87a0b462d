using Slipway.Aws;
using Slipway.Doctor;
using Slipway.GitHub;
using Slipway.Pipelines;
using Slipway.Releases;

namespace Slipway.Nuke;

/// <summary>Looks whether an environment is as its definition says, and whether what the pipelines rest on is as they need it. One of them that cannot be looked at leaves the other.</summary>
internal sealed class DoctorRun(IShip build, ShipRun run, ShipRequests requests)
{
    /// <returns>The worst of what was found.</returns>
    /// <exception cref="DeployException">The definitions are not sound.</exception>
    public async Task<Verdict> Look(CancellationToken ct)
    {
        DefinitionRules.Demand(build.Applications, requests.Exists);
        var applications = Applications();
        List<Verdict> verdicts = [];
        foreach (var application in applications)
            verdicts.Add(await Try(() => LookAt(application, ct)));

        verdicts.Add(await Try(() => LookAtGitHub(applications, ct)));
        return verdicts.FirstOrDefault(verdict => verdict is not (Verdict.Deployed or Verdict.Failed), verdicts.Contains(Verdict.Failed) ? Verdict.Failed : Verdict.Deployed);
    }

    /// <summary>The one that is named, or all that have the environment.</summary>
    private IReadOnlyList<Application> Applications()
    {
        if (build.ApplicationName is not null || build.Applications.Count == 1)
            return [Choice.Application(build.Applications, build.ApplicationName)];

        var all = build.Applications.Where(application => application.Environments.Any(environment => environment.Is(build.Environment))).ToList();
        return all.Count > 0 ? all : [Choice.Application(build.Applications, name: null)];
    }

    private async Task<Verdict> LookAt(Application application, CancellationToken ct)
    {
        if (await requests.OfWhatIsThere(application, ct) is not { } request)
        {
            run.Output.Emit(new CheckupSkipped($"{application.Name} in {build.Environment}", "the rehearsal cloud does not run; ./build.sh Deploy starts it"));
            return Verdict.Deployed;
        }

        using var session = new AwsSession(request.Environment, request.Endpoint);
        await session.CheckCaller(ct);
        using var tools = new ReleaseTools(request, run.Processes, run.Output, TimeProvider.System);
        var subject = new CheckupSubject(request.Application, request.Environment, await tools.Existing(ct));
        return await AwsCheckup.Of(session, request.Environment, tools.Store, tools.Back, run.Output, TimeProvider.System).Look(subject, ct);
    }

    /// <summary>Where there is no way to ask it is left out, unless a deploy to the environment rests on what GitHub asks of people.</summary>
    private async Task<Verdict> LookAtGitHub(IReadOnlyList<Application> applications, CancellationToken ct)
    {
        var servers = build.Applications.SelectMany(application => application.Environments).Select(environment => environment.Approval.GitHubServer);
        var place = await GitHubPlace.Of(build.RootDirectory, servers, run.Processes, System.Environment.GetEnvironmentVariable, ct);
        var gates = GateUse.Of(DeliveryPlanner.Plan(build.Applications, build.Delivery).OnGitHub.In($"{place}"));
        if (place is not { Repository: not null, Token: not null } && !applications.Any(NeedsGates))
        {
            run.Output.Emit(new CheckupSkipped("GitHub", place.Repository is null ? "the sources are at no GitHub that can be told" : $"there is no GITHUB_TOKEN to ask {place} with"));
            return Verdict.Deployed;
        }

        return await GitHubCheckup.At(place, run.Output, TimeProvider.System).Look(gates, ct);

        bool NeedsGates(Application application) =>
            GateUse.Of(DeliveryPlanner.Plan([application with { Environments = [.. application.Environments.Where(environment => environment.Is(build.Environment))] }], build.Delivery).OnGitHub).Any(gate => gate.IsGuarded);
    }

    private async Task<Verdict> Try(Func<Task<Verdict>> look)
    {
        try
        {
            return await look();
        }
        catch (DeployException exception)
        {
            run.Output.Emit(new RunFailed(exception.Message));
            return exception.Verdict;
        }
    }
}

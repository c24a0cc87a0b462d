using Nuke.Common;
using Slipway.Approvals;
using Slipway.Aws;
using Slipway.Gates;
using Slipway.Git;
using Slipway.Infrastructures;
using Slipway.Notes;
using Slipway.Output;
using Slipway.Pauses;
using Slipway.Pipelines;
using Slipway.Pipelines.CodePipeline;
using Slipway.Pipelines.Files;
using Slipway.Processes;
using Slipway.Provisioning;
using Slipway.Rehearsal.Launch;
using Slipway.Releases;
using Slipway.Services;

namespace Slipway.Nuke;

/// <summary>One run of a target: gives it its tools, hands it the token of the signals, and makes its verdict the exit code.</summary>
public sealed class ShipRun
{
    private const int Bug = 70;
    private static readonly Redactor Redactor = new();
    private static IOutput? _output;

    private readonly IShip _build;
    private readonly ShipRequests _requests;

    private ShipRun(IShip build)
    {
        _build = build;
        Output = OutputOf(build);
        Processes = new SystemProcesses(TimeProvider.System);
        _requests = new ShipRequests(build, Processes, Output);
    }

    /// <summary>Where the run tells what happens.</summary>
    public IOutput Output { get; }

    /// <summary>Runs programs.</summary>
    public IProcesses Processes { get; }

    /// <summary>Runs <paramref name="work"/> as the action of a target. The verdict it returns, or the exception it ends with, gives the exit code.</summary>
    public static async Task Start(IShip build, Func<ShipRun, CancellationToken, Task<Verdict>> work)
    {
        ArgumentNullException.ThrowIfNull(build);
        ArgumentNullException.ThrowIfNull(work);

        using var signals = new Signals();
        var run = new ShipRun(build);
        var verdict = await run.VerdictOf(work, signals.Token);

        build.ExitCode = (int)verdict;
        if (verdict != Verdict.Deployed)
            throw new TargetFailedException($"{verdict}, exit code {(int)verdict}");
    }

    /// <summary>The output of a build: one, so that what it masks is masked everywhere.</summary>
    internal static IOutput OutputOf(IShip build)
    {
        if (_output is null)
        {
            SecretParameters.Register(build, Redactor);
            ConsoleRedaction.Install(Redactor);
            _output = ConsoleOutput.Create(System.Environment.GetEnvironmentVariable, Redactor, build.Verbosity == Verbosity.Verbose, build.Json, TimeProvider.System);
        }

        return _output;
    }

    internal async Task<Verdict> Deploy(CancellationToken ct)
    {
        if (_build.From is not null)
        {
            throw new DeployException(
                $"""
                 Deploy ships what is checked out, and takes no --from. Nothing was changed.
                   try  ./build.sh Promote --from {_build.From} --environment {_build.Environment}
                 """,
                Verdict.Usage);
        }

        return await Returned(ct) is { } commit
            ? await Rollback(commit, ct)
            : await Ship(await _requests.Of(ct) with { Detach = _build.Detach }, ct);
    }

    internal async Task<Verdict> Promote(CancellationToken ct)
    {
        RefuseToDetach("Promote");
        if (_build.From is null)
        {
            var application = Choice.Application(_build.Applications, _build.ApplicationName);
            throw new DeployException(
                $"""
                 Promote needs to know what to promote. Nothing was changed.
                   valid  {string.Join(", ", Choice.Origins(application, Choice.Environment(application, _build.Environment)).Select(name => $"--from {name}").DefaultIfEmpty("none: there is no other environment of AWS"))}
                 """,
                Verdict.Usage);
        }

        return await Ship(await _requests.Of(ct), ct);
    }

    internal Task<Verdict> Rollback(CancellationToken ct) => Rollback(_build.To, ct);

    /// <param name="to">The release to go back to, or its commit; null: the last one that succeeded before the live one.</param>
    private async Task<Verdict> Rollback(string? to, CancellationToken ct)
    {
        RefuseToDetach("Rollback");
        // The sources of what is checked out play no part in it.
        var request = await _requests.Of(_ => true, ct);
        using var tools = new ReleaseTools(request, Processes, Output, TimeProvider.System);
        var rollback = new Rollback(request, tools, Output, TimeProvider.System);
        if (_build.Check)
        {
            await rollback.Check(new RollbackWish(to, _build.ServiceName), ct);
            return Verdict.Deployed;
        }

        return await Recorded(token => rollback.Run(new RollbackWish(to, _build.ServiceName), token), rollback.Broken, ct);
    }

    internal Task<Verdict> Images(CancellationToken ct) => new ImagesRun(_build, this, _requests).Ship(ct);

    internal Task<Verdict> Attach(CancellationToken ct) => Recover("Attach", (recovery, token) => recovery.Attach(token), ct);

    internal Task<Verdict> Resume(CancellationToken ct) => Recover("Resume", (recovery, token) => recovery.Resume(token), ct);

    internal async Task<Verdict> Preview(CancellationToken ct)
    {
        var request = await _requests.Of(ct);
        using var tools = new ReleaseTools(request, Processes, Output, TimeProvider.System);
        await new Release(request, tools, Output, TimeProvider.System).Preview(ct);
        return Verdict.Deployed;
    }

    internal async Task<Verdict> Approve(CancellationToken ct)
    {
        var request = await _requests.Of(ct);
        if (!request.Environment.Approval.IsRequired)
            throw new DeployException($"{request.Environment} asks for no approval: a deploy to it needs none. Nothing was changed.", Verdict.Usage);

        var plan = _build.ApprovedPlan ?? throw new DeployException(
            $"""
             Approve does not know which plan. Nothing was changed.
               try  ./build.sh Preview --environment {request.Environment}, read it, then Approve with --plan and the hash that it prints last
             """,
            Verdict.Usage);
        using var tools = new ReleaseTools(request, Processes, Output, TimeProvider.System);
        await new Release(request, tools, Output, TimeProvider.System).Approve(plan, ct);
        return Verdict.Deployed;
    }

    internal async Task<Verdict> Gates(CancellationToken ct)
    {
        var request = await _requests.Of(ct);
        using var tools = new ReleaseTools(request, Processes, Output, TimeProvider.System);
        await tools.CheckCaller(ct);
        return await tools.Gates.Try(request.Application, request.Environment, await tools.Existing(ct), ct);
    }

    internal Task<Verdict> Answer(PersonAnswer answer, CancellationToken ct) => WithStore(async (request, session, store) =>
    {
        var cluster = await Cluster(request, session, ct);
        await new Answering(new AwsPauses(session.Ecs), new QuestionBook(store.Bucket), session.Caller!, Output, TimeProvider.System)
            .Answer(answer, request.Application, request.Environment, cluster, _build.ServiceName, ct);
        return Verdict.Deployed;
    }, ct);

    internal Task<Verdict> Bootstrap(CancellationToken ct) => WithStore(async (request, _, store) =>
    {
        await store.Bootstrap.Run(request.Application, request.Environment, ct);
        return Verdict.Deployed;
    }, ct);

    internal Task<Verdict> Releases(CancellationToken ct) => WithStore(async (request, _, store) =>
    {
        await new ReleaseHistory(store.Ledger, store.Lock, Output).Show(request.Application, request.Environment, ct);
        return Verdict.Deployed;
    }, ct);

    internal Task<Verdict> ReleaseNotes(CancellationToken ct) => WithStore(async (request, _, store) =>
    {
        var writer = await NotesTools.Of(request, store.Ledger, Processes, System.Environment.GetEnvironmentVariable, Output, TimeProvider.System, ct);
        await writer.Write(new NotesWish(_build.From, _build.To, _build.PublishesNotes), request.Environment, ct);
        return Verdict.Deployed;
    }, ct);

    internal Task<Verdict> Status(CancellationToken ct) => WithStore(async (request, session, store) =>
    {
        var cluster = await Cluster(request, session, ct);
        var report = await new Status(store.Bucket, store.Ledger, store.Lock, new AwsEcs(session.Ecs), AwsInfrastructure.Pairs(session), Output)
            .Show(request.Application, request.Environment, cluster, ct);
        return report.Drift.Count > 0 ? Verdict.Failed : Verdict.Deployed;
    }, ct);

    internal Task<Verdict> Doctor(CancellationToken ct) => new DoctorRun(_build, this, _requests).Look(ct);

    internal async Task<Verdict> Pipelines(CancellationToken ct)
    {
        DefinitionRules.Demand(_build.Applications, _requests.Exists);
        DefinitionRules.Demand(DeliveryRules.Check(_build.Applications, _build.Delivery, _requests.Exists));
        var plan = DeliveryPlanner.Plan(_build.Applications, _build.Delivery);
        var generator = new PipelineGenerator(new RepositoryFolder(_build.RootDirectory), Output);
        if (_build.Check)
            return await generator.Check(plan, ct);

        await generator.Write(plan, ct);
        return Verdict.Deployed;
    }

    internal async Task<Verdict> Simulate(CancellationToken ct)
    {
        DefinitionRules.Demand(_build.Applications, _requests.Exists);
        DefinitionRules.Demand(DeliveryRules.Check(_build.Applications, _build.Delivery, _requests.Exists));
        var machine = System.Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>();
        var wish = new SimulationWish(_build.Workflow, _build.Speed, machine.ToDictionary(one => $"{one.Key}", one => $"{one.Value}", StringComparer.Ordinal))
        {
            Inputs = _build.Inputs,
            SkippedActions = _build.SkippedActions,
            Ask = (question, token) => _build.ApprovesAll ? Task.FromResult<bool?>(true) : ConsoleQuestion.Ask($"{question}", token),
        };
        return await new Simulation(_build.Applications, _build.Delivery, _build.RootDirectory, Processes, Output, TimeProvider.System).Run(wish, _requests.Cloud, ct);
    }

    internal async Task<Verdict> Rehearse(CancellationToken ct)
    {
        var cloud = await _requests.Cloud(ct);
        Output.Emit(new RehearsalReady(cloud));
        return Verdict.Deployed;
    }

    internal async Task<Verdict> RehearseStop(CancellationToken ct)
    {
        await new RehearsalLauncher(Processes, TimeProvider.System).Stop(RehearsalFolder.Of(_build.RootDirectory), ct);
        Output.Emit(new RehearsalEnded());
        return Verdict.Deployed;
    }

    private async Task<Verdict> Ship(ReleaseRequest request, CancellationToken ct)
    {
        using var tools = new ReleaseTools(request, Processes, Output, TimeProvider.System);
        var release = new Release(request, tools, Output, TimeProvider.System);
        return await Recorded(release.Deploy, release.Broken, ct);
    }

    private async Task<Verdict> Recover(string target, Func<Recovery, CancellationToken, Task<ReleaseRecord>> work, CancellationToken ct)
    {
        RefuseToDetach(target);
        // What is checked out may be another commit, whose sources play no part in it.
        var request = await _requests.Of(_ => true, ct) with { From = null };
        using var tools = new ReleaseTools(request, Processes, Output, TimeProvider.System);
        var recovery = new Recovery(request, tools, Output, TimeProvider.System);
        return await Recorded(token => work(recovery, token), recovery.Broken, ct);
    }

    internal void RefuseToDetach(string target)
    {
        if (!_build.Detach)
            return;

        throw new DeployException(
            $"""
             {target} follows what it does to its end, and takes no --detach. Nothing was changed.
               valid  ./build.sh Deploy --detach
             """,
            Verdict.Usage);
    }

    /// <summary>Leaves the record of a run, however it ends.</summary>
    private async Task<Verdict> Recorded(Func<CancellationToken, Task<ReleaseRecord>> run, Func<Verdict, ReleaseRecord> broken, CancellationToken ct)
    {
        try
        {
            var record = await run(ct);
            await record.Save(_build.TemporaryDirectory, CancellationToken.None);
            return (Verdict)record.ExitCode;
        }
        catch (DeployException exception)
        {
            await broken(exception.Verdict).Save(_build.TemporaryDirectory, CancellationToken.None);
            throw;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await broken(Verdict.Stopped).Save(_build.TemporaryDirectory, CancellationToken.None);
            throw;
        }
    }

    /// <summary>The cluster of the environment; null: there is none yet.</summary>
    private async Task<string?> Cluster(ReleaseRequest request, AwsSession session, CancellationToken ct) => request.Environment.IsLocal
        ? ImpliedInfrastructure.Of(request.Application, request.Environment).Cluster
        : (await AwsInfrastructure.Reader(session, request.Environment, Processes, request.Root).Read(request.Application, request.Environment, ct)).Cluster;

    private async Task<Verdict> WithStore(Func<ReleaseRequest, AwsSession, ReleaseStore, Task<Verdict>> work, CancellationToken ct)
    {
        var request = await _requests.Of(_requests.Exists, promoted: null, ct);
        using var session = new AwsSession(request.Environment, request.Endpoint);
        await session.CheckCaller(ct);
        return await work(request, session, new ReleaseStore(session, request.Application, request.Environment, request.Tempo, Output, TimeProvider.System));
    }

    /// <summary>The commit that CodePipeline takes this environment back to; null: it does not.</summary>
    private async Task<string?> Returned(CancellationToken ct)
    {
        var build = PipelineBuild.Of(System.Environment.GetEnvironmentVariable);
        if (build is null)
            return null;

        var environment = Choice.Environment(Choice.Application(_build.Applications, _build.ApplicationName), _build.Environment);
        using var session = ApprovalPlaces.Session(environment, endpoint: null, System.Environment.GetEnvironmentVariable);
        if (environment.IsLocal || !await new PipelineReturn(new AwsPipelineHistory(session)).IsAsked(build, ct))
            return null;

        var commit = (await new GitRepository(Processes, _build.RootDirectory).WorkTree(ct)).Commit;
        Output.Emit(new ReturnAsked(build.Pipeline, commit));
        return commit;
    }

    private async Task<Verdict> VerdictOf(Func<ShipRun, CancellationToken, Task<Verdict>> work, CancellationToken stop)
    {
        try
        {
            return await work(this, stop);
        }
        catch (DeployException exception)
        {
            Output.Emit(new RunFailed(exception.Message));
            return exception.Verdict;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Output.Emit(new RunFailed("Stopped by a signal."));
            return Verdict.Stopped;
        }
        catch (Exception)
        {
            _build.ExitCode = Bug;
            Output.Emit(new RunFailed("This is a defect of Slipway. Please report it with the stack trace below."));
            throw;
        }
    }
}

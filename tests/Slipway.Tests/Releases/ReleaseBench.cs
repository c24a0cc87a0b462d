using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Slipway.Images;
using Slipway.Processes;
using Slipway.Rehearsal;
using Slipway.Rehearsal.Tests.Backing;
using Slipway.Releases;
using Slipway.Services;
using Slipway.Tests.Images;

namespace Slipway.Tests.Releases;

/// <summary>
/// A rehearsal cloud in this process with one application in it, and runs that release to it without docker: images are pushed as bytes, tasks are
/// scripted, everything else is what a deploy does.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ReleaseBench : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _cloudFolder = new();
    private RehearsalCloud _cloud = null!;

    public ScriptedTasks Tasks { get; } = new();

    public ScriptedStores Stores { get; } = new();

    /// <summary>Data stores of the environment.</summary>
    public IReadOnlyList<Backing> Backing { get; set; } = [];

    public RecordingOutput Output { get; } = new();

    public Application Shop { get; set; } = new("shop")
    {
        Environments = [DeployEnvironment.Local],
        Services = [Provisioning.ImpliedInfrastructureTests.Service("web", route: null), Provisioning.ImpliedInfrastructureTests.Service("api", route: null)],
        Sites = [new("docs") { Source = "site" }],
    };

    /// <summary>Whether a release mends the infrastructure first, as in the rehearsal; on AWS nobody does.</summary>
    public bool Mends { get; set; } = true;

    /// <summary>Whether a release leaves its services to ECS.</summary>
    public bool Detaches { get; set; }

    public string Root => _folder.Path;

    public Uri Endpoint => _cloud.AwsEndpoint;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<ReleaseBench> Start()
    {
        var bench = new ReleaseBench();
        bench._cloud = await RehearsalCloud.Start(new RehearsalOptions(bench._cloudFolder.Path, _ => bench.Tasks) { Speed = 60, Stores = bench.Stores }, Ct);
        return bench;
    }

    /// <summary>The tools of a run of its own: nothing is remembered from one to the next.</summary>
    /// <param name="from">The cloud whose live release is promoted; null: none.</param>
    public (ReleaseRequest Request, ReleaseTools Tools) Run(ReleaseBench? from = null, string? expectPlan = null)
    {
        var request = new ReleaseRequest(Root, Shop, DeployEnvironment.Local with { Backing = Backing }, Endpoint, new DockerConnection("docker-is-not-needed", "unix:///none"), Rebuild: false)
        {
            From = from is null ? null : new ReleaseOrigin(DeployEnvironment.Local, from.Endpoint),
            ExpectPlan = expectPlan,
            // Slower than the cloud: the lease is not to end while a busy machine is looking elsewhere.
            Tempo = new Tempo(20),
        };
        return (request, new ReleaseTools(request, new SystemProcesses(TimeProvider.System), Output, TimeProvider.System));
    }

    /// <summary>Digest of the image that <see cref="Ship"/> makes of a text.</summary>
    public static string DigestOf(string text) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Manifest(text)))}";

    /// <summary>Releases images and a page that are made of these texts, as the release <paramref name="id"/>, under the lock.</summary>
    /// <param name="page">The text of index.html; other files of the site are in <see cref="Root"/>'s folder site.</param>
    public async Task<ReleaseOutcome> Ship(string id, string page, params IReadOnlyList<(string Service, string Image)> images)
    {
        _folder.Write("site/index.html", page);
        var (request, tools) = Run();
        using (tools)
        {
            await tools.CheckCaller(Ct);
            await tools.Store.Bootstrap.Ensure(Shop, request.Environment, Ct);
            var infrastructure = Mends ? await tools.Rehearsal!.Ensure(Shop, request.Environment, Ct) : (await tools.Rehearsal!.Find(Shop, request.Environment, Ct))!;
            var shipped = await Push(tools, images);

            var owner = new LockOwner("ann", "build-7", null, 1, id, TimeProvider.System.GetUtcNow());
            await using var held = await tools.Store.Lock.Take(owner, LockWait.Refuse, Ct);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct, held.Lost);

            var seen = await tools.Observer.Observe(Shop, request.Environment, infrastructure, Ct);
            var services = ServicesPlan.Create(Shop, request.Environment, infrastructure, new Shipped($"{id}-c0ffee", id, shipped), seen);
            var sites = await Task.WhenAll(Shop.Sites.Select(site => tools.Sites.Plan(site, infrastructure.Sites[site.Name], Ct)));
            var plan = new ReleasePlan(Shop, request.Environment, $"{id}-c0ffee", infrastructure, new ImagesPlan(id, [], Rebuild: false), services, seen, sites)
            {
                LiveSites = (await LiveRelease.Of(tools.Store.Ledger, Ct)).Sites,
            };

            var entry = new LedgerEntry(tools.Store.Ledger, await tools.Store.Ledger.Begin(LedgerEntry.Of(plan, owner, shipped, services), Ct));
            var outcome = await tools.Steps.Apply(plan, services, id, Detaches, stop.Token);
            entry.Snapshots = tools.Snapshots.Taken;
            await new ReleaseRun(request, tools, Output, TimeProvider.System).End(entry, outcome);
            return outcome;
        }
    }

    /// <summary>Follows what a release left to ECS to its end, as <c>./build.sh Attach</c> does.</summary>
    public async Task<ReleaseRecord> Follow()
    {
        var (request, tools) = Run();
        using (tools)
        {
            await tools.CheckCaller(Ct);
            var infrastructure = (await tools.Rehearsal!.Find(Shop, request.Environment, Ct))!;
            var owner = new LockOwner("ann", "build-8", null, 1, "attached", TimeProvider.System.GetUtcNow());
            await using var held = await tools.Store.Lock.Take(owner, LockWait.Refuse, Ct);
            var left = Assert.Single(await tools.Store.Ledger.Open(Ct));
            return await new Release(request, tools, Output, TimeProvider.System).Follow(left, infrastructure, held, Ct);
        }
    }

    /// <summary>Goes back as <c>./build.sh Rollback</c> does.</summary>
    public async Task<ReleaseRecord> Back(string? to = null, string? only = null)
    {
        var (request, tools) = Run();
        using (tools)
            return await new Slipway.Releases.Rollback(request, tools, Output, TimeProvider.System).Run(new RollbackWish(to, only), Ct);
    }

    /// <summary>Looks whether it could go back, as <c>./build.sh Rollback --check</c> does.</summary>
    /// <returns>The calls to AWS.</returns>
    public async Task<IReadOnlyDictionary<string, int>> CheckBack(string? to = null)
    {
        var (request, tools) = Run();
        using (tools)
        {
            await new Slipway.Releases.Rollback(request, tools, Output, TimeProvider.System).Check(new RollbackWish(to, Only: null), Ct);
            return tools.Calls.Counts;
        }
    }

    /// <summary>Ships what another cloud runs, as <c>./build.sh Promote</c> does.</summary>
    public async Task<ReleaseRecord> Promote(ReleaseBench from, string? expectPlan = null)
    {
        var (request, tools) = Run(from, expectPlan);
        using (tools)
            return await new Release(request, tools, Output, TimeProvider.System).Deploy(Ct);
    }

    /// <summary>What each service runs, as <c>web=one</c> by the texts that its image was made of, and the page.</summary>
    public async Task<string> Serves(params IReadOnlyList<string> texts)
    {
        var (_, tools) = Run();
        using (tools)
        {
            var running = await tools.Back.Ecs.Services("shop", [.. Shop.Services.Select(service => $"shop-{service.Name}")], Ct);
            List<string> seen = [];
            foreach (var service in running.OrderBy(service => service.Name, StringComparer.Ordinal))
            {
                var definition = (await tools.Back.Ecs.TaskDefinition(service.TaskDefinition, Ct))!.ToJsonString();
                seen.Add($"{service.Name["shop-".Length..]}={texts.Single(text => definition.Contains(DigestOf(text), StringComparison.Ordinal))}");
            }

            return $"{string.Join(' ', seen)} {await Page(tools)}";
        }
    }

    public async Task<IReadOnlyList<ReleaseManifest>> Ledger()
    {
        var (_, tools) = Run();
        using (tools)
            return await tools.Store.Ledger.Recent(20, Ct);
    }

    public async Task<string?> Live()
    {
        var (_, tools) = Run();
        using (tools)
            return await tools.Store.Ledger.Live(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        Tasks.LetGo();
        await _cloud.DisposeAsync();
        _folder.Dispose();
        _cloudFolder.Dispose();
    }

    private async Task<Dictionary<string, string>> Push(ReleaseTools tools, IReadOnlyList<(string Service, string Image)> images)
    {
        Dictionary<string, string> shipped = new(StringComparer.Ordinal);
        foreach (var (service, text) in images)
        {
            var repository = $"shop/{service}";
            if (await tools.Back.Registry.Describe([repository], Ct) is not [var there, ..])
                there = await tools.Back.Registry.Create(repository, Ct);

            using var connection = new RegistryConnection(await tools.Back.Registry.Credentials(there.Registry, Ct));
            await connection.WriteBlob(repository, Digest("{}"), () => new MemoryStream("{}"u8.ToArray()), Ct);
            await connection.WriteBlob(repository, Digest(text), () => new MemoryStream(Encoding.UTF8.GetBytes(text)), Ct);
            await connection.WriteManifest(repository, DigestOf(text), Manifest(text), "application/vnd.oci.image.manifest.v1+json", Ct);
            shipped[service] = $"{there.Uri}@{DigestOf(text)}";
        }

        return shipped;
    }

    private async Task<string> Page(ReleaseTools tools)
    {
        if (Shop.Sites.Count == 0)
            return "";

        var infrastructure = (await tools.Rehearsal!.Find(Shop, DeployEnvironment.Local, Ct))!;
        using var http = new HttpClient();
        return await http.GetStringAsync(await tools.Sites.Address(Shop.Sites[0], infrastructure.Sites[Shop.Sites[0].Name], Ct), Ct);
    }

    private static byte[] Manifest(string text) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $$"""
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
         "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{Digest("{}")}}","size":2},
         "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"{{Digest(text)}}","size":{{Encoding.UTF8.GetByteCount(text)}}}]}
        """));

    private static string Digest(string text) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}

using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Slipway.Aws;
using Slipway.Images;
using Slipway.Output;
using Slipway.Pipelines.Access;
using Slipway.Processes;
using Slipway.Provisioning;
using Slipway.Rehearsal;
using Slipway.Rehearsal.Tests.Backing;
using Slipway.Releases;

namespace Slipway.Rollouts.Access;

/// <summary>A rehearsal cloud as an environment of AWS: what a target does, it does in a role whose policy is enforced.</summary>
internal sealed class StoreStage : IAsyncDisposable
{
    private const double Speed = 60;

    private static readonly NoDocker Processes = new(new SystemProcesses(TimeProvider.System));

    private readonly TemporaryFolder _repository = new();
    private readonly TemporaryFolder _folder;
    private readonly RehearsalCloud _cloud;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly AwsSession _owner;
    private readonly Dictionary<string, JsonObject> _policies = new(StringComparer.Ordinal);

    private StoreStage(RehearsalCloud cloud, StoreTasks tasks, TemporaryFolder folder, string environment)
    {
        (_cloud, Tasks, _folder) = (cloud, tasks, folder);
        Environment = Store.Environment(environment);
        _owner = new AwsSession(Environment with { Profile = Credentials.Profile(Store.Account, null) }, cloud.AwsEndpoint);
    }

    public StoreTasks Tasks { get; }

    /// <summary>With the infrastructure that is there.</summary>
    public DeployEnvironment Environment { get; private set; }

    public Uri Aws => _cloud.AwsEndpoint;

    public Owner Owner => new(_owner, Aws, Environment, Store.In(Environment));

    /// <summary>A cloud with the infrastructure that the store refers to, and a repository with its first version. There is no release bucket.</summary>
    public static async Task<StoreStage> Set(string environment, CancellationToken ct)
    {
        var (tasks, folder) = (new StoreTasks(), new TemporaryFolder());
        var stage = new StoreStage(await RehearsalCloud.Start(new RehearsalOptions(folder.Path, _ => tasks) { Speed = Speed, Stores = new ScriptedStores() }, ct), tasks, folder, environment);
        await stage.Provision(ct);
        await stage.Git(ct, "init", "--quiet", "--initial-branch", "main");
        await stage.Commit("one", ct);
        return stage;
    }

    /// <summary>Makes a version, and commits it.</summary>
    /// <param name="large">Whether the site has a file that is sent in parts.</param>
    public async Task Commit(string version, CancellationToken ct, bool large = false)
    {
        await Write("app/Dockerfile", "FROM scratch\nCOPY version.txt /\n", ct);
        await Write("app/version.txt", version, ct);
        await Write(".gitignore", ".nuke/\n", ct);
        await Write("dist/index.html", $"<script src=\"/assets/{version}.3f9c1a2b.js\"></script>", ct);
        foreach (var old in Directory.GetFiles(Path.Combine(_repository.Path, "dist"), "*", SearchOption.AllDirectories).Where(path => !path.EndsWith("index.html", StringComparison.Ordinal)))
            File.Delete(old);

        await Write($"dist/assets/{version}.3f9c1a2b.js", version, ct);
        await Write($"dist/{version}.html", version, ct);
        if (large)
            await File.WriteAllBytesAsync(Path.Combine(_repository.Path, "dist", "large.bin"), new byte[(16 * 1024 * 1024) + 1], ct);

        await Git(ct, "add", "--all");
        await Git(ct, "-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", version);
    }

    /// <summary>The role in which a target is run, with the policy that is made for it.</summary>
    /// <param name="without">An action that it lacks; null: it has all.</param>
    public StoreRole RoleFor(AccessTarget target, string? without = null)
    {
        var arn = $"arn:aws:iam::{Store.Account}:role/store-{target.ToString().ToLowerInvariant()}{(without is null ? "" : "-less")}";
        var environment = Environment with { Approval = Approval.Required };
        var policy = AccessPolicy.Of(arn, target, Store.In(environment), environment).Document;
        return new StoreRole(arn, without is null ? policy : Less(policy, without));
    }

    /// <summary>A policy without one action.</summary>
    public static JsonObject Less(JsonObject policy, string action)
    {
        var less = policy.DeepClone().AsObject();
        var statements = less["Statement"]!.AsArray();
        foreach (var statement in statements.ToList())
        {
            var left = Texts(statement!["Action"]).Where(one => one != action).ToList();
            if (left.Count == 0)
                statements.Remove(statement);
            else
                statement["Action"] = new JsonArray([.. left.Select(one => (JsonNode)one)]);
        }

        return less;
    }

    public static IEnumerable<string> Texts(JsonNode? node) => node is JsonArray many ? many.Select(one => one!.GetValue<string>()) : [node!.GetValue<string>()];

    /// <summary>Runs something of the store in a role, as its target does.</summary>
    public async Task<StoreOutcome> Run(
        StoreRole role, Func<StoreRun, CancellationToken, Task<Verdict>> work, CancellationToken ct, Func<ReleaseRequest, ReleaseRequest>? with = null, Told? output = null, bool asks = false)
    {
        output ??= new Told();
        var environment = await Reach(role, ct);
        var request = new ReleaseRequest(_repository.Path, Store.In(environment, asks), environment, Aws, new DockerConnection(NoDocker.Name, null), Rebuild: false) { Tempo = new Tempo(Speed) };
        request = with?.Invoke(request) ?? request;
        try
        {
            using var tools = new ReleaseTools(request, Processes, output, TimeProvider.System);
            using var session = new AwsSession(request.Environment, Aws);
            return new StoreOutcome(await work(new StoreRun(request, tools, session, output), ct), output);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return new StoreOutcome(Verdict.Stopped, output);
        }
        catch (DeployException exception)
        {
            output.Emit(new Refused(exception.Message));
            return new StoreOutcome(exception.Verdict, output);
        }
    }

    /// <summary>The environment, reached in a role.</summary>
    public async Task<DeployEnvironment> Reach(StoreRole role, CancellationToken ct)
    {
        await Confine(role, ct);
        return Environment with { Profile = Credentials.Profile(await Taken(role.Arn, ct)) };
    }

    /// <summary>What the sessions of a role asked for so far; nothing for one that was never taken.</summary>
    public async Task<IReadOnlyList<Asked>> AskedBy(StoreRole role, CancellationToken ct)
    {
        var all = JsonNode.Parse(await _http.GetStringAsync(new Uri(Aws, "/_slipway/roles"), ct))!.AsArray();
        return
        [
            .. all.Where(one => one!["role"]!.GetValue<string>() == role.Arn).SelectMany(one => one!["asked"]!.AsArray().Select(one => new Asked(
                one!["action"]!.GetValue<string>(), one["resource"]!.GetValue<string>(), one["allowed"]!.GetValue<bool>(),
                one["context"]!.AsObject().ToDictionary(value => value.Key, value => value.Value!.GetValue<string>(), StringComparer.Ordinal)))),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        _owner.Dispose();
        _http.Dispose();
        await _cloud.DisposeAsync();
        await Tasks.DisposeAsync();
        _folder.Dispose();
        _repository.Dispose();
    }

    /// <summary>Infrastructure that is there before anything is shipped, made by the owner of the account.</summary>
    private async Task Provision(CancellationToken ct)
    {
        var application = Store.In(Environment);
        await new AwsRehearsalSecrets(_owner.Secrets, new Told()).Ensure(application, Environment, [], ct);
        var provisioning = new AwsRehearsalInfrastructure(_owner.Ecs, new AwsRehearsalBalancing(_owner.LoadBalancing), new AwsRehearsalSites(_owner.S3, _owner.CloudFront));
        Environment = Environment with { Infrastructure = await provisioning.Ensure(ImpliedInfrastructure.Of(application, Environment), Environment, ct) };
        await Database("postgres", "instance", Store.Instance, ct);
        await Database("mysql", "cluster", Store.Cluster, ct);
        using var alarms = new CloudWatchCalls(Aws, Store.Account);
        await alarms.PutQuiet(Store.Alarm, ct);
        await alarms.Set(Store.Alarm, "OK", ct);
    }

    /// <param name="kind">instance or cluster.</param>
    private async Task Database(string engine, string kind, string name, CancellationToken ct)
    {
        var identifier = name.Replace("{environment}", Environment.Name, StringComparison.Ordinal);
        var wanted = new JsonObject { ["engine"] = engine, ["account"] = Store.Account, ["region"] = Store.Region, ["secret"] = $"databases/{identifier}", ["database"] = "store", [kind] = identifier };
        using var answer = await _http.PutAsJsonAsync(new Uri(Aws, $"_slipway/backing/{identifier}"), wanted, ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(ct));
    }

    /// <summary>All roles are enforced whose policy was ever given, each with what it was asked for.</summary>
    private async Task Confine(StoreRole role, CancellationToken ct)
    {
        if (_policies.TryGetValue(role.Arn, out var known) && JsonNode.DeepEquals(known, role.Policy))
            return;

        _policies[role.Arn] = role.Policy;
        var roles = _policies.Select(one => new JsonObject { ["role"] = one.Key, ["policy"] = one.Value.DeepClone() }).ToArray();
        using var answer = await _http.PutAsJsonAsync(new Uri(Aws, "/_slipway/roles"), roles, ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(ct));
    }

    /// <summary>Credentials of a role: access key and token.</summary>
    private async Task<(string Key, string Token)> Taken(string role, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Aws)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["Action"] = "AssumeRole", ["Version"] = "2011-06-15", ["RoleArn"] = role, ["RoleSessionName"] = "gha-7" }),
        };
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={Store.Account}/20260101/{Store.Region}/sts/aws4_request, SignedHeaders=host, Signature={new string('0', 64)}");
        using var answer = await _http.SendAsync(request, ct);
        var xml = XDocument.Parse(await answer.Content.ReadAsStringAsync(ct));
        return (Value("AccessKeyId"), Value("SessionToken"));

        string Value(string name) => xml.Descendants().Single(element => element.Name.LocalName == name).Value;
    }

    private async Task Write(string path, string text, CancellationToken ct)
    {
        var full = Path.Combine(_repository.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        await File.WriteAllTextAsync(full, text, ct);
    }

    private async Task Git(CancellationToken ct, params IReadOnlyList<string> arguments)
    {
        var result = await Processes.Run(new Command("git", arguments) { Directory = _repository.Path }, onLine: null, ct);
        Assert.True(result.ExitCode == 0, result.Error);
    }

    private sealed record Refused(string Message) : OutputEvent
    {
        public override string Text => Message;
    }
}

/// <summary>A role and the policy that it is held to.</summary>
internal sealed record StoreRole(string Arn, JsonObject Policy);

/// <summary>What a target works with.</summary>
internal sealed record StoreRun(ReleaseRequest Request, ReleaseTools Tools, AwsSession Session, Told Output);

/// <summary>What became of a target, and what it said.</summary>
internal sealed record StoreOutcome(Verdict Verdict, Told Told)
{
    public string Text => Told.Text;
}

/// <summary>An action on a resource that a role asked for.</summary>
internal sealed record Asked(string Action, string Resource, bool Allowed, IReadOnlyDictionary<string, string> Context)
{
    public override string ToString() => $"{Action} on {Resource}";
}

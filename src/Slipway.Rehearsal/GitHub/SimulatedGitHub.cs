using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Slipway.Pipelines.Simulation;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.GitHub;

/// <summary>
/// A GitHub for the jobs of one run, on loopback, with the paths of an Enterprise Server. It keeps what it is told, and lets a job do what its permissions allow and
/// nothing else.
/// </summary>
internal sealed class SimulatedGitHub : ISimulatedGitHub, IAsyncDisposable
{
    private const string Bot = "github-actions[bot]";
    private static readonly string[] DeploymentStates = ["error", "failure", "inactive", "in_progress", "queued", "pending", "success"];
    private static readonly string[] CommitStates = ["error", "failure", "pending", "success"];

    private readonly ConcurrentDictionary<string, JobPass> _jobs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, JobPass> _identities = new(StringComparer.Ordinal);
    private readonly RunFacts _facts;
    private readonly GitHubState _state;
    private readonly IdentityIssuer _issuer;
    private LoopbackServer _server = null!;

    private SimulatedGitHub(RunFacts facts, Uri address, TimeProvider time) =>
        (_facts, Server, _state, _issuer) = (facts, address, new GitHubState(facts, address, time), new IdentityIssuer(facts, address, time));

    public Uri Server { get; }

    public IReadOnlyList<string> Records => _state.Records;

    /// <param name="protection">Who must let jobs into an environment, by its name.</param>
    public static async Task<SimulatedGitHub> Start(RunFacts facts, IReadOnlyDictionary<string, IReadOnlyList<string>> protection, TimeProvider time, CancellationToken ct)
    {
        var socket = LoopbackSocket.Bind(0);
        var github = new SimulatedGitHub(facts, socket.Endpoint, time);
        foreach (var (environment, reviewers) in protection)
            github._state.Protect(environment, reviewers);

        github._server = await LoopbackServer.Start(socket, github.Answer, ct);
        return github;
    }

    public JobAccess Admit(JobPass job)
    {
        var token = $"ghs_{RandomNumberGenerator.GetHexString(36, lowercase: true)}";
        _jobs[token] = job;
        if (!job.Permissions.Allows("id-token", isWrite: true))
            return new JobAccess(token, Identity: null);

        var request = RandomNumberGenerator.GetHexString(40, lowercase: true);
        _identities[request] = job;
        return new JobAccess(token, (new Uri(Server, "_services/identity?api-version=2.0"), request));
    }

    public void Dismiss(JobAccess access)
    {
        _jobs.TryRemove(access.Token, out _);
        if (access.Identity is { } identity)
            _identities.TryRemove(identity.Token, out _);
    }

    public IReadOnlyList<string> Reviewers(string environment) => _state.Enter(environment);

    public void Review(string environment, string reviewer, bool isApproval, string comment) => _state.Review(environment, reviewer, isApproval, comment);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _issuer.Dispose();
    }

    private async Task Answer(HttpContext context)
    {
        var (status, body) = await Reply(context);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private async Task<(int Status, JsonNode Body)> Reply(HttpContext context)
    {
        var path = context.Request.Path.Value!.TrimStart('/');
        return path switch
        {
            "_services/token/.well-known/jwks" => (200, _issuer.Keys()),
            "_services/token/.well-known/openid-configuration" => (200, _issuer.Configuration()),
            "_services/identity" => Identity(context.Request),
            _ => await Api(context.Request, path, context.RequestAborted),
        };
    }

    private (int Status, JsonNode Body) Identity(HttpRequest request) =>
        !_identities.TryGetValue(TokenOf(request), out var job) ? Message(401, "The job may not ask who it is.")
        : (200, new JsonObject { ["count"] = 1, ["value"] = _issuer.Token(job, $"{request.Query["audience"]}" is { Length: > 0 } audience ? audience : new Uri(Server, _facts.Owner).AbsoluteUri) });

    private async Task<(int Status, JsonNode Body)> Api(HttpRequest request, string path, CancellationToken ct)
    {
        if (!_jobs.TryGetValue(TokenOf(request), out var job))
            return Message(401, "Bad credentials");

        // Segments are unescaped one by one: the name of an environment may hold a slash.
        var segments = (request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget.Split('?')[0].TrimStart('/').Split('/')).Select(Uri.UnescapeDataString).ToList();
        if (segments is not ["api", "v3", "repos", var owner, var name, .. var rest] || !string.Equals($"{owner}/{name}", _facts.Repository, StringComparison.OrdinalIgnoreCase))
            return Message(404, "Not Found");

        if (GitHubRoute.Of(request.Method, rest) is not { } route)
            return Message(404, $"Not Found: {request.Method} {path} is not simulated");

        // GitHub hides nothing of it from the repository's own job, and says so with 403.
        if (!route.IsOpen && !job.Permissions.Allows(route.Scope, route.IsWrite))
            return Message(403, "Resource not accessible by integration");

        return Serve(route, route.IsWrite ? await Body(request, ct) : []);
    }

    private (int Status, JsonNode Body) Serve(GitHubRoute route, JsonObject body) => route switch
    {
        GitHubRoute.Repository => (200, _state.Repository()),
        GitHubRoute.SubjectForm => (200, new JsonObject { ["use_default"] = true, ["use_immutable_subject"] = false, ["sub_claim_prefix"] = $"repo:{_facts.Repository}" }),
        GitHubRoute.Run { Id: RunFacts.RunId } => (200, _state.Run()),
        GitHubRoute.Approvals { Id: RunFacts.RunId } => (200, _state.Reviews()),
        GitHubRoute.Environments => (200, _state.Environments()),
        GitHubRoute.Environment one => Found(_state.Environment(one.Name)),
        GitHubRoute.DeploymentList => (200, _state.Deployments()),
        GitHubRoute.Deployment one => Found(_state.Deployment(one.Id)),
        GitHubRoute.DeploymentStatuses one => Found(_state.Statuses(one.Id)),
        GitHubRoute.NewDeployment => body["ref"] is null ? Invalid("ref is missing") : (201, _state.Deploy(body, Bot)),
        GitHubRoute.NewDeploymentStatus one => _state.Deployment(one.Id) is null ? Message(404, "Not Found")
            : DeploymentStates.Contains($"{body["state"]}", StringComparer.Ordinal) ? (201, _state.Report(one.Id, body, Bot)) : Invalid($"state {body["state"]} is not one of {string.Join(", ", DeploymentStates)}"),
        GitHubRoute.NewCommitStatus one => CommitStates.Contains($"{body["state"]}", StringComparer.Ordinal) ? (201, _state.Mark(one.Sha, body, Bot)) : Invalid($"state {body["state"]} is not one of {string.Join(", ", CommitStates)}"),
        GitHubRoute.CommitStatuses one => (200, _state.CommitStatuses(one.Sha)),
        _ => Message(404, "Not Found"),
    };

    private static async Task<JsonObject> Body(HttpRequest request, CancellationToken ct)
    {
        using var reader = new StreamReader(request.Body);
        try
        {
            return JsonNode.Parse(await reader.ReadToEndAsync(ct)) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    // Octokit writes "Token", everybody else "Bearer".
    private static string TokenOf(HttpRequest request) => request.Headers.Authorization.ToString().Split(' ', 2) is [_, var token] ? token.Trim() : "";

    private static (int Status, JsonNode Body) Found(JsonNode? node) => node is null ? Message(404, "Not Found") : (200, node);

    private static (int Status, JsonNode Body) Invalid(string why) => Message(422, $"Validation Failed: {why}");

    private static (int Status, JsonNode Body) Message(int status, string message) =>
        (status, new JsonObject { ["message"] = message, ["documentation_url"] = "https://docs.github.com/rest", ["status"] = $"{status}" });
}

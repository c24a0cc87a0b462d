using System.Text.Json.Nodes;
using Slipway.Pipelines.Simulation;

namespace Slipway.Rehearsal.GitHub;

/// <summary>What the simulated GitHub holds: environments and their reviewers, what was said about the run, deployments, and the statuses of both and of commits.</summary>
internal sealed class GitHubState(RunFacts facts, Uri server, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, IReadOnlyList<string>> _reviewers = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _environments = [];
    private readonly List<JsonObject> _deployments = [];
    private readonly Dictionary<long, List<JsonObject>> _statuses = [];
    private readonly List<JsonObject> _commitStatuses = [];
    private readonly List<JsonObject> _reviews = [];
    private long _last = 5000;

    /// <summary>A line for everything that was recorded.</summary>
    public IReadOnlyList<string> Records
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. _reviews.Select(review => $"{review["user"]!["login"]} {review["state"]} {review["environments"]![0]!["name"]}"),
                    .. _deployments.Select(one => $"deployment of {$"{one["sha"]}"[..Math.Min(12, $"{one["sha"]}".Length)]} to {one["environment"]}: {string.Join(", ", Enumerable.Reverse(_statuses[(long)one["id"]!]).Select(status => status["state"]))}"),
                    .. _commitStatuses.Select(one => $"status {one["context"]}: {one["state"]}"),
                ];
            }
        }
    }

    /// <summary>Makes an environment, with the people of whom one must let a job into it; nobody: it is open.</summary>
    public void Protect(string environment, IReadOnlyList<string> reviewers)
    {
        lock (_gate)
        {
            _reviewers[environment] = reviewers;
            _environments.RemoveAll(name => string.Equals(name, environment, StringComparison.OrdinalIgnoreCase));
            _environments.Add(environment);
        }
    }

    /// <summary>GitHub makes an environment that a job names and nobody made: without reviewers.</summary>
    public IReadOnlyList<string> Enter(string environment)
    {
        lock (_gate)
        {
            if (!_reviewers.ContainsKey(environment))
                Protect(environment, []);

            return _reviewers[environment];
        }
    }

    public void Review(string environment, string reviewer, bool isApproval, string comment)
    {
        lock (_gate)
        {
            _reviews.Add(new JsonObject
            {
                ["state"] = isApproval ? "approved" : "rejected",
                ["comment"] = comment,
                ["environments"] = new JsonArray(EnvironmentOf(environment, withRules: false)),
                ["user"] = User(reviewer),
            });
        }
    }

    public JsonArray Reviews()
    {
        lock (_gate)
            return [.. _reviews.Select(review => review.DeepClone())];
    }

    public JsonObject Environments()
    {
        lock (_gate)
            return new JsonObject { ["total_count"] = _environments.Count, ["environments"] = new JsonArray([.. _environments.Select(name => EnvironmentOf(name, withRules: true))]) };
    }

    /// <summary>Null: there is none of that name.</summary>
    public JsonObject? Environment(string name)
    {
        lock (_gate)
            return _reviewers.ContainsKey(name) ? EnvironmentOf(name, withRules: true) : null;
    }

    public JsonArray Deployments()
    {
        lock (_gate)
            return [.. Enumerable.Reverse(_deployments).Select(one => one.DeepClone())];
    }

    public JsonObject? Deployment(long id)
    {
        lock (_gate)
            return _deployments.FirstOrDefault(one => (long)one["id"]! == id)?.DeepClone().AsObject();
    }

    public JsonObject Deploy(JsonObject wish, string creator)
    {
        lock (_gate)
        {
            var id = ++_last;
            var made = Dated(new JsonObject
            {
                ["id"] = id,
                ["node_id"] = $"D_{id}",
                ["url"] = $"{Api}/deployments/{id}",
                ["sha"] = $"{wish["ref"]}",
                ["ref"] = $"{wish["ref"]}",
                ["task"] = $"{wish["task"] ?? "deploy"}",
                ["payload"] = wish["payload"]?.DeepClone() ?? new JsonObject(),
                ["environment"] = $"{wish["environment"] ?? "production"}",
                ["original_environment"] = $"{wish["environment"] ?? "production"}",
                ["description"] = wish["description"]?.DeepClone(),
                ["creator"] = User(creator),
                ["statuses_url"] = $"{Api}/deployments/{id}/statuses",
                ["repository_url"] = Api,
            });
            _deployments.Add(made);
            _statuses[id] = [];
            return made.DeepClone().AsObject();
        }
    }

    /// <summary>Newest first, as GitHub has them; null: there is no such deployment.</summary>
    public JsonArray? Statuses(long deployment)
    {
        lock (_gate)
            return _statuses.TryGetValue(deployment, out var all) ? [.. all.Select(one => one.DeepClone())] : null;
    }

    public JsonObject Report(long deployment, JsonObject wish, string creator)
    {
        lock (_gate)
        {
            var id = ++_last;
            var url = $"{Api}/deployments/{deployment}";
            var made = Dated(new JsonObject
            {
                ["id"] = id,
                ["node_id"] = $"DS_{id}",
                ["url"] = $"{url}/statuses/{id}",
                ["state"] = $"{wish["state"]}",
                ["creator"] = User(creator),
                ["description"] = $"{wish["description"] ?? ""}",
                ["environment"] = _deployments.Find(one => (long)one["id"]! == deployment)!["environment"]!.DeepClone(),
                ["target_url"] = $"{wish["target_url"] ?? wish["log_url"] ?? ""}",
                ["log_url"] = $"{wish["log_url"] ?? ""}",
                ["environment_url"] = $"{wish["environment_url"] ?? ""}",
                ["deployment_url"] = url,
                ["repository_url"] = Api,
            });
            _statuses[deployment].Insert(0, made);
            return made.DeepClone().AsObject();
        }
    }

    public JsonArray CommitStatuses(string sha)
    {
        lock (_gate)
            return [.. Enumerable.Reverse(_commitStatuses).Where(one => $"{one["url"]}".EndsWith($"/{sha}", StringComparison.Ordinal)).Select(one => one.DeepClone())];
    }

    public JsonObject Mark(string sha, JsonObject wish, string creator)
    {
        lock (_gate)
        {
            var made = Dated(new JsonObject
            {
                ["id"] = ++_last,
                ["url"] = $"{Api}/statuses/{sha}",
                ["state"] = $"{wish["state"]}",
                ["context"] = $"{wish["context"] ?? "default"}",
                ["description"] = wish["description"]?.DeepClone(),
                ["target_url"] = wish["target_url"]?.DeepClone(),
                ["creator"] = User(creator),
            });
            _commitStatuses.Add(made);
            return made.DeepClone().AsObject();
        }
    }

    public JsonObject Repository() => new()
    {
        ["id"] = RunFacts.RepositoryId,
        ["name"] = facts.Name,
        ["full_name"] = facts.Repository,
        ["private"] = true,
        ["default_branch"] = facts.DefaultBranch,
        ["owner"] = User(facts.Owner),
        ["html_url"] = new Uri(server, facts.Repository).AbsoluteUri,
        ["url"] = Api,
    };

    public JsonObject Run() => new()
    {
        ["id"] = RunFacts.RunId,
        ["name"] = facts.Workflow.Name,
        ["path"] = facts.Workflow.File,
        ["head_sha"] = facts.Sha,
        ["head_branch"] = facts.RefName,
        ["event"] = facts.Event,
        ["status"] = "in_progress",
        ["run_number"] = 1,
        ["run_attempt"] = 1,
        ["html_url"] = new Uri(server, $"{facts.Repository}/actions/runs/{RunFacts.RunId}").AbsoluteUri,
        ["actor"] = User(RunFacts.Actor),
    };

    private string Api => new Uri(server, $"api/v3/repos/{facts.Repository}").AbsoluteUri;

    private JsonObject EnvironmentOf(string name, bool withRules)
    {
        var at = _environments.FindIndex(one => string.Equals(one, name, StringComparison.OrdinalIgnoreCase));
        var made = Dated(new JsonObject { ["id"] = 2000 + at, ["node_id"] = $"EN_{at}", ["name"] = at < 0 ? name : _environments[at], ["url"] = $"{Api}/environments/{Uri.EscapeDataString(name)}" });
        var reviewers = _reviewers.GetValueOrDefault(name) ?? [];
        if (withRules)
        {
            made["protection_rules"] = reviewers.Count == 0 ? new JsonArray() : new JsonArray(new JsonObject
            {
                ["id"] = 3000 + at,
                ["node_id"] = $"GA_{at}",
                ["type"] = "required_reviewers",
                ["prevent_self_review"] = true,
                ["reviewers"] = new JsonArray([.. reviewers.Select(login => new JsonObject { ["type"] = "User", ["reviewer"] = User(login) })]),
            });
            made["deployment_branch_policy"] = null;
        }

        return made;
    }

    private JsonObject Dated(JsonObject made)
    {
        made["created_at"] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        made["updated_at"] = made["created_at"]!.DeepClone();
        return made;
    }

    private static JsonObject User(string login) => new() { ["login"] = login, ["id"] = RunFacts.OwnerId, ["type"] = login.EndsWith("[bot]", StringComparison.Ordinal) ? "Bot" : "User", ["site_admin"] = false };
}

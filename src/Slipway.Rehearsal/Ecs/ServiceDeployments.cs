using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

internal sealed class ServiceDeployments(EcsState state, ServiceDeploymentJson json, TimeProvider clock)
{
    private const int MostArns = 20;

    private static readonly string[] Statuses =
    [
        "PENDING", "SUCCESSFUL", "STOPPED", "STOP_REQUESTED", "IN_PROGRESS", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED",
    ];

    public JsonObject List(JsonObject input, Caller caller)
    {
        var service = state.Service(state.Cluster(caller, input.OptionalString("cluster")), input.RequiredString("service"));
        var statuses = input.Strings("status");
        if (statuses.FirstOrDefault(status => !Statuses.Contains(status)) is { } unknown)
            throw EcsRefusals.Invalid($"Invalid service deployment status {unknown}; valid: {string.Join(", ", Statuses)}.");

        var created = input.OptionalObject("createdAt") ?? [];
        var (after, before) = (created.OptionalTime("after"), created.OptionalTime("before"));

        var found = service.History.AsEnumerable().Reverse()
            .Where(deployment => statuses.Count == 0 || statuses.Contains(deployment.Status))
            .Where(deployment => (after is null || deployment.CreatedAt > after) && (before is null || deployment.CreatedAt < before))
            .ToList();

        return EcsPage.Of(input, "serviceDeployments", found, byDefault: 20, deployment => ServiceDeploymentJson.Brief(service, deployment));
    }

    public JsonObject Describe(JsonObject input) =>
        Each(input.Strings("serviceDeploymentArns"), "serviceDeployments", arn =>
            Find(arn) is var (service, deployment) ? json.Full(service, deployment) : null);

    public JsonObject DescribeRevisions(JsonObject input) =>
        Each(input.Strings("serviceRevisionArns"), "serviceRevisions", arn =>
            state.Services.SelectMany(service => service.Revisions.Where(revision => revision.Arn == arn).Select(revision => ServiceRevisionJson.Full(service, revision))).FirstOrDefault());

    /// <summary>Asks a service deployment to go back (ROLLBACK) or to stay where it is (ABORT); the scheduler does it on its next beat.</summary>
    public JsonObject Stop(JsonObject input)
    {
        var arn = input.RequiredString("serviceDeploymentArn");
        var type = input.OptionalChoice("stopType", ["ROLLBACK", "ABORT"]) ?? "ROLLBACK";
        var deployment = Existing(arn);
        if (deployment.Finished)
            throw new AwsError("ConflictException", $"The service deployment is already in the terminal state {deployment.Status}.");

        if (type == "ABORT" || !deployment.Status.StartsWith("ROLLBACK", StringComparison.Ordinal))
            deployment.Status = type == "ABORT" ? "STOP_REQUESTED" : "ROLLBACK_REQUESTED";
        deployment.UpdatedAt = clock.GetUtcNow();
        return new JsonObject { ["serviceDeploymentArn"] = arn };
    }

    /// <summary>Answers a pause hook; the scheduler goes on, or back, on its next beat.</summary>
    public JsonObject Continue(JsonObject input)
    {
        var arn = input.RequiredString("serviceDeploymentArn");
        var id = input.RequiredString("hookId");
        var action = input.OptionalChoice("action", ["CONTINUE", "ROLLBACK"]) ?? "CONTINUE";
        var deployment = Existing(arn);

        if (deployment.Status != "IN_PROGRESS")
            throw EcsRefusals.Invalid($"The service deployment must be IN_PROGRESS to be continued; it is {deployment.Status}.");

        var hook = deployment.Shift?.Hooks.Find(one => one.Id == id)
            ?? throw EcsRefusals.Invalid($"The service deployment has no lifecycle hook {id} at its current stage.");
        PauseHooks.Expire([hook], clock.GetUtcNow());
        if (hook.Status != "AWAITING_ACTION")
            throw EcsRefusals.Invalid($"The lifecycle hook {id} awaits no action: it is {hook.Status}.");

        hook.Status = action == "CONTINUE" ? "SUCCEEDED" : "FAILED";
        deployment.UpdatedAt = clock.GetUtcNow();
        return new JsonObject { ["serviceDeploymentArn"] = arn };
    }

    private ServiceDeployment Existing(string arn) =>
        Find(arn)?.Deployment ?? throw new AwsError("ServiceDeploymentNotFoundException", "Service deployment not found.");

    private (Service Service, ServiceDeployment Deployment)? Find(string arn) =>
        state.Services.SelectMany(service => service.History.Where(deployment => deployment.Arn == arn).Select(deployment => ((Service, ServiceDeployment)?)(service, deployment))).FirstOrDefault();

    private static JsonObject Each(IReadOnlyList<string> arns, string name, Func<string, JsonObject?> find)
    {
        if (arns.Count is 0 or > MostArns)
            throw EcsRefusals.Invalid($"The number of ARNs must be between 1 and {MostArns}.");

        var found = new JsonArray();
        var failures = new JsonArray();
        foreach (var arn in arns)
        {
            if (find(arn) is { } one)
                found.Add(one);
            else
                failures.Add(EcsRefusals.Failure(arn));
        }

        return new JsonObject { [name] = found, ["failures"] = failures };
    }
}

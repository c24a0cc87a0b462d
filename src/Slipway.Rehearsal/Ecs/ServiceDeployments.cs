using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

internal sealed class ServiceDeployments(EcsState state, ServiceJson json, TimeProvider clock)
{
    private const int MostArns = 20;

    public JsonObject List(JsonObject input, Caller caller)
    {
        var service = state.Service(state.Cluster(caller, input.OptionalString("cluster")), input.RequiredString("service"));
        var statuses = input.Strings("status");
        var created = input.OptionalObject("createdAt") ?? [];
        var (after, before) = (created.OptionalTime("after"), created.OptionalTime("before"));

        var found = service.History.AsEnumerable().Reverse()
            .Where(deployment => statuses.Count == 0 || statuses.Contains(deployment.Status))
            .Where(deployment => (after is null || deployment.CreatedAt > after) && (before is null || deployment.CreatedAt < before))
            .ToList();

        return EcsPage.Of(input, "serviceDeployments", found, byDefault: 20, deployment => ServiceJson.Brief(service, deployment));
    }

    public JsonObject Describe(JsonObject input) =>
        Each(input.Strings("serviceDeploymentArns"), "serviceDeployments", arn =>
            Find(arn) is var (service, deployment) ? json.Full(service, deployment) : null);

    public JsonObject DescribeRevisions(JsonObject input) =>
        Each(input.Strings("serviceRevisionArns"), "serviceRevisions", arn =>
            state.Services.SelectMany(service => service.Revisions.Where(revision => revision.Arn == arn).Select(revision => ServiceJson.Revision(service, revision))).FirstOrDefault());

    /// <summary>Asks a service deployment to go back (ROLLBACK) or to stay where it is (ABORT); the scheduler does it on its next beat.</summary>
    public JsonObject Stop(JsonObject input)
    {
        var arn = input.RequiredString("serviceDeploymentArn");
        var type = input.OptionalChoice("stopType", ["ROLLBACK", "ABORT"]) ?? "ROLLBACK";
        if (Find(arn) is not var (_, deployment))
            throw new AwsError("ServiceDeploymentNotFoundException", "Service deployment not found.");

        if (deployment.Finished)
            throw new AwsError("ConflictException", $"The service deployment is already in the terminal state {deployment.Status}.");

        if (type == "ABORT" || !deployment.Status.StartsWith("ROLLBACK", StringComparison.Ordinal))
            deployment.Status = type == "ABORT" ? "STOP_REQUESTED" : "ROLLBACK_REQUESTED";
        deployment.UpdatedAt = clock.GetUtcNow();
        return new JsonObject { ["serviceDeploymentArn"] = arn };
    }

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

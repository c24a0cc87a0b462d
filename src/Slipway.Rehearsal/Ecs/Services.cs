using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

internal sealed class Services(EcsState state, ServiceRules rules, NewDeployment deployments, ServiceJson json, ServiceViews views, RehearsalTime time)
{
    private static readonly string[] Kept =
    [
        "loadBalancers", "serviceRegistries", "launchType", "capacityProviderStrategy", "platformVersion", "deploymentConfiguration", "placementConstraints",
        "placementStrategy", "networkConfiguration", "healthCheckGracePeriodSeconds", "schedulingStrategy", "deploymentController", "enableECSManagedTags",
        "propagateTags", "enableExecuteCommand", "availabilityZoneRebalancing", "serviceConnectConfiguration", "volumeConfigurations", "vpcLatticeConfigurations",
    ];

    /// <summary>Members of UpdateService that start a deployment when they change; the others only change the service.</summary>
    private static readonly string[] StartsDeployment =
    [
        "networkConfiguration", "platformVersion", "loadBalancers", "serviceRegistries", "serviceConnectConfiguration", "volumeConfigurations", "vpcLatticeConfigurations",
    ];

    public JsonObject Create(JsonObject input, Caller caller)
    {
        var cluster = state.Cluster(caller, input.OptionalString("cluster"));
        var name = input.RequiredString("serviceName");
        ServiceRules.CheckName(name);
        StrategyRules.CheckRequest(input);
        var request = Comparable(input);

        if (state.FindService(cluster, name) is { Status: not "INACTIVE" } existing)
        {
            return existing.Status == "DRAINING" ? throw EcsRefusals.Invalid("Unable to Start a service that is still Draining.")
                : JsonNode.DeepEquals(existing.Request, request) ? Answer(existing)
                : throw EcsRefusals.Invalid("Creation of service was not idempotent.");
        }

        var definition = state.RunnableTaskDefinition(caller, input.OptionalString("taskDefinition") ?? throw EcsRefusals.Invalid("TaskDefinition can not be blank."));
        var desired = input.OptionalInt("desiredCount") ?? throw EcsRefusals.Invalid("The desiredCount parameter is required for the REPLICA scheduling strategy.");
        var settings = Merge(Defaults(), input);
        Check(desired, settings, definition);

        var service = new Service
        {
            Arn = EcsArns.Service(cluster.Arn, name),
            Name = name,
            ClusterArn = cluster.Arn,
            CreatedAt = time.Now,
            CreatedBy = $"arn:aws:iam::{caller.Account}:root",
            Desired = desired,
            Settings = settings,
            Request = request,
            Tags = EcsRefusals.ReadTags(input),
        };

        state.Services.RemoveAll(one => one.Arn == service.Arn);
        state.Services.Add(service);
        deployments.Begin(service, definition.Arn);
        return Answer(service);
    }

    public JsonObject Update(JsonObject input, Caller caller)
    {
        var service = state.ActiveService(state.Cluster(caller, input.OptionalString("cluster")), input.RequiredString("service"));
        StrategyRules.CheckRequest(input);
        var current = service.Primary.TaskDefinition;
        var definition = input.OptionalString("taskDefinition") is { } named
            ? state.RunnableTaskDefinition(caller, named)
            : state.TaskDefinitions.Single(one => one.Arn == current);
        var desired = input.OptionalInt("desiredCount") ?? service.Desired;
        var settings = Merge(service.Settings.DeepClone().AsObject(), input);
        Check(desired, settings, definition);

        var starts = input.OptionalBool("forceNewDeployment") == true || definition.Arn != current
            || StartsDeployment.Any(name => !JsonNode.DeepEquals(service.Settings[name], settings[name]));
        if (starts)
            NewDeployment.CheckRoom(service);

        views.Remember(service);
        service.Steady &= desired == service.Desired;
        service.Desired = desired;
        service.Settings.Clear();
        EcsJson.Add(service.Settings, settings);
        if (starts)
            deployments.Begin(service, definition.Arn);

        return Answer(service);
    }

    public JsonObject Describe(JsonObject input, Caller caller)
    {
        var cluster = state.Cluster(caller, input.OptionalString("cluster"));
        var names = input.Strings("services");
        if (names.Count is 0 or > 10)
            throw EcsRefusals.Invalid(names.Count == 0 ? "Services cannot be empty." : "Services cannot have more than 10 elements.");

        var services = new JsonArray();
        var failures = new JsonArray();
        foreach (var name in names)
        {
            if (state.FindService(cluster, name) is { } service)
                services.Add(views.Of(service, input.Strings("include").Contains("TAGS")));
            else
                failures.Add(EcsRefusals.Failure(name.StartsWith("arn:", StringComparison.Ordinal) ? name : EcsArns.Service(cluster.Arn, name)));
        }

        return new JsonObject { ["services"] = services, ["failures"] = failures };
    }

    public JsonObject Delete(JsonObject input, Caller caller)
    {
        var service = state.ActiveService(state.Cluster(caller, input.OptionalString("cluster")), input.RequiredString("service"));
        if (service.Desired > 0 && input.OptionalBool("force") != true)
            throw EcsRefusals.Invalid("The service cannot be stopped while it is scaled above 0.");

        if (service.Unfinished is { } unfinished)
            deployments.Finish(service, unfinished, "STOPPED", "The service was deleted.", time.Now);
        service.Status = "DRAINING";
        service.Desired = 0;
        return Answer(service);
    }

    public JsonObject List(JsonObject input, Caller caller)
    {
        var cluster = state.Cluster(caller, input.OptionalString("cluster"));
        var arns = state.Services.Where(service => service.ClusterArn == cluster.Arn && service.Status != "INACTIVE").Select(service => service.Arn).ToList();
        return EcsPage.Of(input, "serviceArns", arns, byDefault: 10, arn => JsonValue.Create(arn));
    }

    private JsonObject Answer(Service service) =>
        new() { ["service"] = json.Service(service, tags: true, service.History[^1].Arn) };

    private void Check(int desired, JsonObject settings, TaskDefinition definition)
    {
        if (desired is < 0 or > 5000)
            throw EcsRefusals.Invalid("desiredCount must be between 0 and 5000");

        rules.Check(settings, definition);
    }

    /// <summary>The request without what may differ when it is sent again.</summary>
    private static JsonObject Comparable(JsonObject input)
    {
        var request = input.DeepClone().AsObject();
        request.Remove("clientToken");
        return request;
    }

    private static JsonObject Defaults() => new()
    {
        ["launchType"] = "FARGATE",
        ["platformVersion"] = "LATEST",
        ["platformFamily"] = "Linux",
        ["schedulingStrategy"] = "REPLICA",
        ["deploymentController"] = new JsonObject { ["type"] = "ECS" },
        ["deploymentConfiguration"] = new JsonObject
        {
            ["deploymentCircuitBreaker"] = new JsonObject { ["enable"] = false, ["rollback"] = false },
            ["maximumPercent"] = 200,
            ["minimumHealthyPercent"] = 100,
            ["strategy"] = "ROLLING",
            ["bakeTimeInMinutes"] = 0,
        },
        ["loadBalancers"] = new JsonArray(),
        ["serviceRegistries"] = new JsonArray(),
        ["placementConstraints"] = new JsonArray(),
        ["placementStrategy"] = new JsonArray(),
        ["enableECSManagedTags"] = false,
        ["propagateTags"] = "NONE",
        ["enableExecuteCommand"] = false,
        ["availabilityZoneRebalancing"] = "DISABLED",
    };

    private static JsonObject Merge(JsonObject settings, JsonObject input)
    {
        foreach (var name in Kept.Where(input.Has))
        {
            if (name == "deploymentConfiguration" && settings.OptionalObject(name) is { } configuration)
                StrategyRules.Merge(configuration, input.OptionalObject(name)!);
            else
                settings[name] = input[name]!.DeepClone();
        }

        if (input.Has("capacityProviderStrategy"))
            settings.Remove("launchType");

        return settings;
    }
}

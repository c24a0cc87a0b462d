using System.Text.Json.Nodes;
using Slipway.Pipelines.Templates;

namespace Slipway.Infrastructures.Rendered;

/// <summary>What a definition refers to in an environment of AWS, as a template of CloudFormation for whoever starts from nothing.</summary>
internal static class InfrastructureTemplate
{
    public static JsonObject Of(Blueprint blueprint)
    {
        var (network, roles, balancing, alarms, scaling) =
            (new NetworkResources(blueprint), new RoleResources(blueprint), new BalancingResources(blueprint), new AlarmResources(blueprint), new ScalingResources(blueprint));
        IReadOnlyList<SiteResources> sites = [.. blueprint.Sites.Select(site => new SiteResources(blueprint, site))];
        var (services, any) = (blueprint.HasServices, sites.Count > 0);

        var template = new JsonObject
        {
            ["Description"] = $"What {blueprint.Application.Name} needs in {blueprint.Environment}: account {blueprint.Environment.Account}, region {blueprint.Environment.Region}",
        };
        Put(template, "Parameters",
        [
            .. If(services, () => [.. network.Parameters(), .. balancing.Parameters(), .. roles.Parameters(), .. scaling.Parameters(), .. AlarmResources.Parameters()]),
            .. If(any, () => SiteResources.SharedParameters(blueprint)),
            .. sites.SelectMany(site => site.Parameters()),
        ]);
        Put(template, "Rules", [.. If(services, network.Rules), .. If(any, () => SiteResources.SharedRules(blueprint)), .. sites.SelectMany(site => site.Rules())]);
        Put(template, "Conditions",
        [
            .. If(services, () => [NetworkResources.Condition, .. balancing.Conditions(), .. roles.Conditions(), .. scaling.Conditions(), .. AlarmResources.Conditions()]),
            .. If(any, () => SiteResources.SharedConditions(blueprint)),
            .. sites.SelectMany(site => site.Conditions()),
        ]);
        Put(template, "Resources",
        [
            .. If(services, () => [.. network.Resources(), Cluster(blueprint), .. roles.Resources(), .. balancing.Resources(), .. alarms.Resources(), .. scaling.Resources()]),
            .. sites.SelectMany(site => site.Resources()),
        ]);
        Put(template, "Outputs", [.. Outputs(blueprint), .. sites.SelectMany(site => site.Outputs())]);
        return template;
    }

    private static IEnumerable<(string, JsonObject)> If(bool holds, Func<IEnumerable<(string, JsonObject)>> parts) => holds ? parts() : [];

    private static (string Name, JsonObject Resource) Cluster(Blueprint blueprint) =>
        ("Cluster", TemplateResource.Of("AWS::ECS::Cluster", new JsonObject { ["ClusterName"] = ConventionalNames.Cluster(blueprint.Application, blueprint.Environment) }));

    private static IEnumerable<(string Name, JsonObject Output)> Outputs(Blueprint blueprint)
    {
        if (blueprint.HasServices)
            yield return ("TasksSecurityGroup", new JsonObject { ["Description"] = "What data stores let in", ["Value"] = Intrinsic.Get(BalancingResources.TasksGroup, "GroupId") });

        if (blueprint.HasRoutes)
            yield return ("LoadBalancerAddress", new JsonObject { ["Description"] = "Where records of the services' domain names lead", ["Value"] = Intrinsic.Get(BalancingResources.LoadBalancer, "DNSName") });
    }

    /// <summary>A section of the template, if anything is in it. Two parts of one name would be a mistake of the rendering, and end the run.</summary>
    private static void Put(JsonObject template, string section, IReadOnlyList<(string Name, JsonObject Part)> parts)
    {
        if (parts.Count > 0)
            template[section] = new JsonObject(parts.Select(part => KeyValuePair.Create(part.Name, (JsonNode?)part.Part)));
    }
}

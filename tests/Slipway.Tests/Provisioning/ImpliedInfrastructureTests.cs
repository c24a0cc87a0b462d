using Slipway.Provisioning;

namespace Slipway.Tests.Provisioning;

public sealed class ImpliedInfrastructureTests
{
    [Fact]
    public void Every_routed_service_gets_a_target_group_and_a_rule_at_the_next_place_that_none_has_taken()
    {
        var implied = Implied(Shop(
            Service("api", Route.Path("/api/*")),
            Service("worker", route: null),
            Service("chat", Route.Path("/ws/*") with { Priority = 2 }),
            Service("admin", Route.Host("admin.example.com").AndPath("/a*")),
            Service("web", Route.Default)));

        Assert.Equal(("shop", "shop"), (implied.Cluster, implied.LoadBalancer));
        Assert.Equal(["api shop-api 8080", "chat shop-chat 8080", "admin shop-admin 8080", "web shop-web 8080"], implied.TargetGroups.Select(group => $"{group.Service} {group.Name} {group.Port}"));
        Assert.Equal(
            ["1 shop-api  /api/*", "2 shop-chat  /ws/*", "3 shop-admin admin.example.com /a*"],
            implied.Listener.Rules.Select(rule => $"{rule.Priority} {rule.Forward.TargetGroup} {string.Join(',', rule.Hosts)} {string.Join(',', rule.Paths)}"));
        Assert.Equal(new ImpliedForward("shop-web", null), implied.Listener.Default);
        Assert.Null(implied.TestListener);
    }

    [Fact]
    public void Without_a_default_route_there_is_no_default_target_group()
    {
        var implied = Implied(Shop(Service("api", Route.Path("/api/*"))));

        Assert.Null(implied.Listener.Default);
    }

    [Fact]
    public void Services_without_a_route_imply_no_load_balancing()
    {
        var implied = Implied(Shop(Service("worker", route: null)));

        Assert.Empty(implied.TargetGroups);
        Assert.Empty(implied.Listener.Rules);
    }

    [Fact]
    public void A_service_whose_traffic_is_moved_gets_a_second_group_in_its_rule_and_a_blue_green_one_a_test_rule()
    {
        var implied = Implied(Shop(
            Service("api", Route.Path("/api/*")) with { Rollout = Rollout.BlueGreen },
            Service("chat", Route.Path("/ws/*")) with { Rollout = Rollout.ServicePair(10) },
            Service("web", Route.Default) with { Rollout = Rollout.BlueGreen }));

        Assert.Equal(["shop-api", "shop-api-alt", "shop-chat", "shop-chat-alt", "shop-web", "shop-web-alt"], implied.TargetGroups.Select(group => group.Name));
        Assert.Equal(["1 shop-api shop-api-alt", "2 shop-chat shop-chat-alt"], implied.Listener.Rules.Select(rule => $"{rule.Priority} {string.Join(' ', rule.Forward.Names)}"));
        Assert.Equal(["1 shop-api shop-api-alt"], implied.TestListener!.Rules.Select(rule => $"{rule.Priority} {string.Join(' ', rule.Forward.Names)}"));
        Assert.Equal((new ImpliedForward("shop-web", "shop-web-alt"), implied.TestListener.Default), (implied.Listener.Default, implied.Listener.Default));
        Assert.Equal(["api False True", "chat True False", "web False True"], implied.Shifts.Select(shift => $"{shift.Service} {shift.IsPair} {shift.IsTested}"));
    }

    internal static ImpliedInfrastructure Implied(Application application) => ImpliedInfrastructure.Of(application, DeployEnvironment.Local);

    internal static Application Shop(params IReadOnlyList<EcsService> services) =>
        new("shop") { Environments = [DeployEnvironment.Local], Services = services };

    internal static EcsService Service(string name, Route? route, string health = "/health") =>
        new(name)
        {
            Image = new(name),
            Size = FargateSize.Of(256, 512),
            Port = route is null ? null : 8080,
            Health = route is null ? null : new HealthCheck(health),
            Route = route,
        };
}

using System.Text.RegularExpressions;
using Slipway.Infrastructures.Rendered;

namespace Slipway.Tests.Infrastructures.Rendered;

/// <summary>Applications whose infrastructure is rendered; what is particular about each is its name.</summary>
internal static class Sketches
{
    public static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "ap-northeast-2", Infrastructure = Infrastructure.ByConvention };

    public static EcsService Service(string name, Route? route, Rollout? rollout = null) => new(name)
    {
        Image = new(name),
        Size = FargateSize.Of(cpu: 256, memoryMiB: 512),
        Port = route is null ? null : 8080,
        Health = route is null ? null : new HealthCheck("/health"),
        Route = route,
        Rollout = rollout ?? Rollout.Rolling,
    };

    /// <summary>With all that can be rendered.</summary>
    public static readonly Application Shop = new("shop")
    {
        Environments = [DeployEnvironment.Local with { Backing = [Backing.Postgres(), Backing.Redis()] }, Prod],
        Services =
        [
            Service("api", Route.Host("api.shop.example").AndPath("/v1/*") with { Priority = 20, Draining = TimeSpan.FromSeconds(300), Stickiness = TimeSpan.FromHours(1) }, Rollout.BlueGreen.Watching("shop-prod-orders")) with
            {
                Port = 3001,
                Health = new("/ready") { Interval = TimeSpan.FromSeconds(15), UnhealthyThreshold = 3 },
                Secrets = new Dictionary<string, Secret> { ["DATABASE_URL"] = Secret.Named("shop/{environment}/database", key: "url"), ["TOKEN"] = Secret.Named("shop/token") },
                Sidecars = [new("proxy") { Image = new("proxy") }],
                Scaling = AutoScaling.Between(2, 10) with { CpuPercent = 60, MemoryPercent = 80 },
            },
            Service("chat", Route.Path("/ws/*").On("web"), Rollout.ServicePair(10, 50)) with { Scaling = AutoScaling.Between(1, 4) with { CpuPercent = 70 } },
            Service("pages", Route.Default.On("static")),
            Service("worker", route: null),
        ],
        Sites =
        [
            new("web") { Source = "web", Routing = SiteRouting.SinglePage },
            new("static") { Source = "static", Prefix = "_next/static", Routing = SiteRouting.Assets },
        ],
    };

    /// <summary>What every rendering is tried with.</summary>
    public static IReadOnlyDictionary<string, (Application Application, DeployEnvironment Environment)> All { get; } = new Dictionary<string, (Application, DeployEnvironment)>
    {
        ["all"] = (Shop, Prod),
        ["public"] = (Shop, Prod with { Infrastructure = Infrastructure.ByConvention with { AssignPublicIp = true, HasTaskRole = false } }),
        ["one service"] = (Shop with { Services = [Service("web-1", Route.Default), Service("web1", Route.Path("/old/*"))], Sites = [] }, Prod),
        ["worker"] = (Shop with { Services = [Service("worker", route: null)], Sites = [] }, Prod),
        ["site"] = (Shop with { Services = [], Sites = [new("docs") { Source = "docs" }] }, Prod),
    };

    /// <summary>What somebody gives who has everything: each parameter of a template by its name.</summary>
    public static IReadOnlyDictionary<string, string> ParametersOf(string template) => Given
        .SelectMany(given => Regex.Matches(template, $"^  ([A-Za-z0-9]*{given.Name}):$", RegexOptions.Multiline).Select(match => (Name: match.Groups[1].Value, given.Value)))
        .DistinctBy(parameter => parameter.Name).ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal);

    // The longer names first: a site's certificate is one of another region.
    private static readonly (string Name, string Value)[] Given =
    [
        ("VpcId", "vpc-0123456789abcdef0"), ("PublicSubnetIds", "subnet-0123456789abcdef0,subnet-0123456789abcdef1"), ("ServicesDomainName", "api.shop.example"), ("DomainNames", "shop.example,www.shop.example"),
        ("[a-z0-9]CertificateArn", "arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-0123456789ab"),
        ("CertificateArn", "arn:aws:acm:ap-northeast-2:111122223333:certificate/0a1b2c3d-0000-4000-8000-0123456789ab"),
        ("AllowedPrefixList", "pl-22a6434b"), ("TaskPolicyArns", "arn:aws:iam::111122223333:policy/shop"), ("AlarmTopicArn", "arn:aws:sns:ap-northeast-2:111122223333:alarms"), ("ServicesExist", "yes"),
    ];

    public static string Text(string name) => InfrastructureFile.Of(new Blueprint(All[name].Application, All[name].Environment)).Text;
}

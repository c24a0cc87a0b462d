using System.Text.Json.Nodes;
using Slipway.Services;

namespace Slipway.Tests.Services;

public sealed class TaskDefinitionTests
{
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-west-1" };
    private static readonly EcsService Web = new("web")
    {
        Image = new DockerImage("web") { Platform = "linux/arm64" },
        Size = FargateSize.Of(256, 512),
        Port = 8080,
        Command = ["serve", "--fast"],
        StopTimeout = TimeSpan.FromSeconds(45),
        Variables = new Dictionary<string, PerEnvironment<string>> { ["ZONE"] = "b", ["LEVEL"] = By.Environment(env => $"of {env}") },
        Secrets = new Dictionary<string, Secret> { ["TOKEN"] = Secret.Named("{environment}/token"), ["DB"] = Secret.Named("db", "password") },
        Sidecars = [new Sidecar("proxy") { Image = new DockerImage("proxy"), Variables = new Dictionary<string, PerEnvironment<string>> { ["UP"] = "8080" } }],
    };

    [Fact]
    public void A_service_with_all_that_it_can_have_is_rendered_whole()
    {
        var rendered = Render(Web, new Infrastructure { Cluster = "c", Subnets = [], SecurityGroups = [], ExecutionRole = "arn:execution", TaskRole = "arn:task" });

        Assert.Equal(
            """
            {"family":"chat-prod-web","networkMode":"awsvpc","requiresCompatibilities":["FARGATE"],"cpu":"256","memory":"512",
            "runtimePlatform":{"operatingSystemFamily":"LINUX","cpuArchitecture":"ARM64"},
            "executionRoleArn":"arn:execution","taskRoleArn":"arn:task",
            "containerDefinitions":[
            {"name":"web","image":"r/web@sha256:1","essential":true,"stopTimeout":45,
            "logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/chat/prod/web","awslogs-region":"eu-west-1","awslogs-stream-prefix":"web"}},
            "command":["serve","--fast"],
            "portMappings":[{"containerPort":8080,"protocol":"tcp"}],
            "environment":[{"name":"LEVEL","value":"of prod"},{"name":"ZONE","value":"b"}],
            "secrets":[{"name":"DB","valueFrom":"arn:db:password::"},{"name":"TOKEN","valueFrom":"arn:token"}]},
            {"name":"proxy","image":"r/proxy@sha256:2","essential":false,"stopTimeout":45,
            "logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/chat/prod/web","awslogs-region":"eu-west-1","awslogs-stream-prefix":"web"}},
            "environment":[{"name":"UP","value":"8080"}]}],
            "tags":[{"key":"slipway:application","value":"chat"},{"key":"slipway:commit","value":"c0ffee"},
            {"key":"slipway:environment","value":"prod"},{"key":"slipway:release","value":"r1"},{"key":"slipway:service","value":"web"}]}
            """.ReplaceLineEndings(""),
            rendered.ToJsonString());
    }

    [Fact]
    public void A_container_is_asked_for_its_health_as_ECS_takes_it_and_its_sidecars_are_not()
    {
        var health = new ContainerHealthCheck("CMD", "node", "well.js") { Interval = TimeSpan.FromSeconds(15), Timeout = TimeSpan.FromSeconds(3), Retries = 4, StartPeriod = TimeSpan.FromSeconds(60) };
        var network = new Infrastructure { Cluster = "c", Subnets = [], SecurityGroups = [], ExecutionRole = "arn:execution" };

        var containers = Render(Web with { ContainerHealth = health }, network)["containerDefinitions"]!.AsArray();
        var bare = Render(Web with { ContainerHealth = new("CMD-SHELL", "wget -q localhost || exit 1") }, network)["containerDefinitions"]!.AsArray();

        Assert.Equal("""{"command":["CMD","node","well.js"],"interval":15,"timeout":3,"retries":4,"startPeriod":60}""", containers[0]!["healthCheck"]!.ToJsonString());
        Assert.Null(containers[1]!["healthCheck"]);
        Assert.Equal("""{"command":["CMD-SHELL","wget -q localhost || exit 1"],"interval":30,"timeout":5,"retries":3}""", bare[0]!["healthCheck"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public void What_a_service_does_not_have_is_not_sent()
    {
        var bare = new EcsService("web") { Image = new DockerImage("web"), Size = FargateSize.Of(256, 512) };

        var rendered = Render(bare, new Infrastructure { Cluster = "c", Subnets = [], SecurityGroups = [], ExecutionRole = "arn:execution" });

        Assert.Equal(
            ["family", "networkMode", "requiresCompatibilities", "cpu", "memory", "runtimePlatform", "executionRoleArn", "containerDefinitions", "tags"],
            rendered.Select(field => field.Key));
        Assert.Equal(
            ["name", "image", "essential", "stopTimeout", "logConfiguration"],
            rendered["containerDefinitions"]!.AsArray().Single()!.AsObject().Select(field => field.Key));
    }

    [Theory]
    [InlineData("what ECS writes out by itself", """{ "family": "f", "revision": 7, "status": "ACTIVE", "registeredAt": 1, "volumes": [], "enableFaultInjection": false, "containerDefinitions": [{ "name": "web", "image": "i", "cpu": 0, "essential": true, "mountPoints": [], "portMappings": [{ "containerPort": 80, "hostPort": 80, "protocol": "tcp" }] }] }""")]
    [InlineData("null", """{ "family": "f", "pidMode": null, "containerDefinitions": [{ "name": "web", "image": "i", "portMappings": [{ "containerPort": 80 }] }] }""")]
    [InlineData("who registered it", """{ "family": "f", "tags": [{ "key": "slipway:commit", "value": "x" }, { "key": "aws:cloudformation:stack", "value": "y" }], "containerDefinitions": [{ "name": "web", "image": "i", "portMappings": [{ "containerPort": 80 }] }] }""")]
    public void These_do_not_make_it_another_one(string what, string other) => Assert.Equal((what, ""), (what, Differences(other)));

    [Theory]
    [InlineData("""{ "family": "f", "containerDefinitions": [{ "name": "web", "image": "j", "portMappings": [{ "containerPort": 80 }] }] }""", "containerDefinitions[web].image: i -> j")]
    [InlineData("""{ "family": "f", "warp": { "x": [1] }, "containerDefinitions": [{ "name": "web", "image": "i", "portMappings": [{ "containerPort": 80 }] }] }""", "warp.x[0]: (none) -> 1")]
    [InlineData("""{ "family": "f", "containerDefinitions": [{ "name": "web", "image": "i", "essential": false, "portMappings": [{ "containerPort": 80 }] }] }""", "containerDefinitions[web].essential: (none) -> false")]
    [InlineData("""{ "family": "f", "containerDefinitions": [{ "name": "web", "image": "i", "portMappings": [{ "containerPort": 81 }] }] }""", "containerDefinitions[web].portMappings[80/tcp].containerPort: 80 -> (none)\ncontainerDefinitions[web].portMappings[81/tcp].containerPort: (none) -> 81")]
    public void These_do_and_are_named(string other, string differences) => Assert.Equal(differences, Differences(other));

    [Fact]
    public void Variables_are_a_set_but_the_words_of_a_command_have_an_order()
    {
        Assert.Equal(Shape("environment", """[{ "name": "A", "value": "1" }, { "name": "B", "value": "2" }]"""), Shape("environment", """[{ "name": "B", "value": "2" }, { "name": "A", "value": "1" }]"""));
        Assert.NotEqual(Shape("command", """["a", "b"]"""), Shape("command", """["b", "a"]"""));
    }

    private static JsonObject Render(EcsService service, Infrastructure infrastructure) => TaskDefinitions.Render(
        new Application("chat") { Environments = [Prod], Services = [service] }, Prod, infrastructure, service,
        new Shipped("c0ffee", "r1", new Dictionary<string, string> { ["web"] = "r/web@sha256:1", ["web/proxy"] = "r/proxy@sha256:2" }),
        new Dictionary<string, string> { ["prod/token"] = "arn:token", ["db"] = "arn:db" });

    private static string Differences(string other) => string.Join('\n', TaskDefinitionShape.Differences(
        TaskDefinitionShape.Of(JsonNode.Parse("""{ "family": "f", "containerDefinitions": [{ "name": "web", "image": "i", "portMappings": [{ "containerPort": 80 }] }] }""")!.AsObject()),
        TaskDefinitionShape.Of(JsonNode.Parse(other)!.AsObject())));

    private static string Shape(string field, string value) =>
        TaskDefinitionShape.Of(new JsonObject { ["containerDefinitions"] = new JsonArray(new JsonObject { ["name"] = "web", [field] = JsonNode.Parse(value) }) }).ToString();
}

using System.Reflection;
using System.Text.Json.Nodes;
using Slipway.Import;
using Slipway.Services;
using Tests.Shared;

namespace Slipway.Tests.Import;

/// <summary>What ./build.sh Import writes.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly CSharpCompiler _compiler = new();

    public void Dispose() => _compiler.Dispose();

    [Fact]
    public void A_backend_with_its_service_becomes_what_was_approved() => Approved.Matches(Inputs.Text(Inputs.Read(Inputs.Backend, Inputs.BackendService)), "import.backend");

    [Fact]
    public async Task What_was_written_compiles_and_renders_the_task_definition_again()
    {
        var application = ApplicationIn(await _compiler.Compile(Inputs.Text(Inputs.Read(Inputs.Backend, Inputs.BackendService))), "Mate");

        var (service, dev) = (application.Services.Single(), application.Environments.Single(environment => environment.Is("dev")));
        var infrastructure = (Infrastructure)dev.Infrastructure!;
        var rendered = TaskDefinitions.Render(
            application, dev, infrastructure, service,
            new Shipped("c0ffee", null, new Dictionary<string, string> { ["backend"] = "111122223333.dkr.ecr.ap-northeast-2.amazonaws.com/mate-backend:latest", ["backend/log-router"] = "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable" }),
            new Dictionary<string, string>
            {
                ["mate/dev/database"] = "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:mate/dev/database-AbC123",
                ["mate-token"] = "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:mate-token-xYz789",
            });

        // What Slipway says by itself, and what the comments at the end have.
        Assert.Equal(
            [
                "containerDefinitions[backend].dependsOn[log-router].condition: START -> (none)",
                "containerDefinitions[backend].dependsOn[log-router].containerName: log-router -> (none)",
                "containerDefinitions[backend].logConfiguration.options.awslogs-group: /ecs/mate-backend -> /mate/dev/backend",
                "containerDefinitions[backend].logConfiguration.options.awslogs-stream-prefix: ecs -> backend",
                "containerDefinitions[backend].logConfiguration.options.mode: non-blocking -> (none)",
                "containerDefinitions[backend].portMappings[3001/tcp].appProtocol: http -> (none)",
                "containerDefinitions[backend].portMappings[3001/tcp].name: backend-3001 -> (none)",
                "containerDefinitions[backend].secrets[FLAGS].name: FLAGS -> (none)",
                "containerDefinitions[backend].secrets[FLAGS].valueFrom: arn:aws:ssm:ap-northeast-2:111122223333:parameter/mate/flags -> (none)",
                "containerDefinitions[backend].secrets[OLD_KEY].name: OLD_KEY -> (none)",
                "containerDefinitions[backend].secrets[OLD_KEY].valueFrom: arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:mate-old-xYz789:key:AWSPREVIOUS: -> (none)",
                "containerDefinitions[backend].ulimits[nofile].hardLimit: 65536 -> (none)",
                "containerDefinitions[backend].ulimits[nofile].name: nofile -> (none)",
                "containerDefinitions[backend].ulimits[nofile].softLimit: 65535 -> (none)",
                "containerDefinitions[log-router].firelensConfiguration.options.enable-ecs-log-metadata: true -> (none)",
                "containerDefinitions[log-router].firelensConfiguration.type: fluentbit -> (none)",
                "containerDefinitions[log-router].logConfiguration.logDriver: (none) -> awslogs",
                "containerDefinitions[log-router].logConfiguration.options.awslogs-group: (none) -> /mate/dev/backend",
                "containerDefinitions[log-router].logConfiguration.options.awslogs-region: (none) -> ap-northeast-2",
                "containerDefinitions[log-router].logConfiguration.options.awslogs-stream-prefix: (none) -> backend",
                "containerDefinitions[log-router].stopTimeout: (none) -> 90",
                "containerDefinitions[log-router].user: 0 -> (none)",
                "ephemeralStorage.sizeInGiB: 41 -> (none)",
                "tags[slipway:application].key: (none) -> slipway:application",
                "tags[slipway:application].value: (none) -> mate",
                "tags[slipway:environment].key: (none) -> slipway:environment",
                "tags[slipway:environment].value: (none) -> dev",
                "tags[slipway:service].key: (none) -> slipway:service",
                "tags[slipway:service].value: (none) -> backend",
                "volumes[cache].name: cache -> (none)",
            ],
            TaskDefinitionShape.Differences(TaskDefinitionShape.Of(JsonNode.Parse(Inputs.Backend)!["taskDefinition"]!.AsObject()), TaskDefinitionShape.Of(rendered)));
        Assert.Equal(("arn:aws:ecs:ap-northeast-2:111122223333:cluster/mate-dev", "subnet-0a subnet-0b", "sg-0c"), (infrastructure.Cluster, string.Join(' ', infrastructure.Subnets), string.Join(' ', infrastructure.SecurityGroups)));
        Assert.Equal((50, 150), service.Rollout.In(dev) is RollingRollout rolling ? (rolling.MinimumHealthyPercent, rolling.MaximumPercent) : default);
        Assert.Equal((2, TimeSpan.FromSeconds(75), "/api/health"), (service.DesiredCount.In(dev), service.Health!.StartupGrace, service.Health.Path));
        // Only where the Dockerfiles are is missing.
        Assert.All(DefinitionRules.Check([application], _ => false), problem => Assert.Contains("Image / Context", problem.Where, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_register_task_definition_takes_is_imported_without_an_account()
    {
        var imported = Inputs.Read("""{ "family": "web", "cpu": "1 vCPU", "memory": "2GB", "containerDefinitions": [{ "name": "Web_1", "image": "nginx:1" }] }""");
        var text = Inputs.Text(imported);

        var application = ApplicationIn(await _compiler.Compile(text), "Web");

        Assert.Equal(("web", "web-1"), (application.Name, application.Services.Single().Name));
        Assert.Equal(["local"], application.Environments.Select(environment => environment.Name));
        Assert.Equal(FargateSize.Of(1024, 2048), application.Services[0].Size.In(DeployEnvironment.Local));
        Assert.Contains("//   cpu: 1 vCPU\n//   memory: 2GB\n", text, StringComparison.Ordinal);
        Assert.Empty(imported.Left);
    }

    [Fact]
    public void Of_several_services_the_one_is_taken_that_runs_the_task_definition()
    {
        var both = """{ "services": [{ "serviceName": "a", "taskDefinition": "arn:aws:ecs:eu-west-1:111122223333:task-definition/web:1" }, { "serviceName": "b", "taskDefinition": "arn:aws:ecs:eu-west-1:111122223333:task-definition/api:1" }] }""";

        Assert.Equal("b", Inputs.Read("""{ "family": "api", "containerDefinitions": [{ "name": "api" }] }""", both).Service!.Name);
        var error = Assert.Throws<DeployException>(() => Inputs.Read("""{ "family": "other", "containerDefinitions": [{ "name": "api" }] }""", both));
        Assert.Contains("0 of its services run other: a, b", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json", "it is not JSON: ")]
    [InlineData("[1]", "it is JSON, but no object")]
    [InlineData("""{ "services": [] }""", "it has no containerDefinitions; its members are services")]
    [InlineData("""{ "family": "web", "containerDefinitions": [] }""", "it has no containerDefinitions; its members are family, containerDefinitions")]
    [InlineData("""{ "family": "web", "containerDefinitions": ["a"] }""", "it has no containerDefinitions; its members are family, containerDefinitions")]
    [InlineData("""{ "family": "web", "family": "api", "containerDefinitions": [{}] }""", "it is not JSON: ")]
    public void What_is_no_task_definition_is_refused_with_what_was_seen(string json, string seen)
    {
        var error = Assert.Throws<DeployException>(() => Inputs.Read(json));

        Assert.Equal(Verdict.Usage, error.Verdict);
        Assert.StartsWith("task.json cannot be imported. Nothing was changed.", error.Message, StringComparison.Ordinal);
        Assert.Contains($"seen  {seen}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("My_Shop.v2", "my-shop-v2", "MyShopV2")]
    [InlineData("9lives", "app-9lives", "App9lives")]
    [InlineData("route", "route", "RouteApp")]
    [InlineData("a-very-long-name-of-a-shop", "a-very-long-name-of", "AVeryLongNameOf")]
    [InlineData("가게", "app", "App")]
    public void Names_become_what_a_definition_takes(string asked, string application, string type)
    {
        var names = ImportNames.Of(new ImportedTask("x", new ImportedContainer("c", null), []), asked, environment: null);

        Assert.Equal((application, type), (names.Application, names.ClassName));
    }

    internal static Application ApplicationIn(Assembly assembly, string type) =>
        (Application)assembly.GetType(type, throwOnError: true)!.GetField("Application", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
}

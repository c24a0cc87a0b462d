using System.Text.Json.Nodes;
using Slipway.Import;
using Tests.Shared;

namespace Slipway.Tests.Import;

/// <summary>Whatever a task definition holds is found again: as a value or in a comment, in text that compiles.</summary>
public sealed class NothingIsDroppedTests : IDisposable
{
    private const int Runs = 40;

    private static readonly string[] Members =
    [
        "family", "cpu", "memory", "networkMode", "executionRoleArn", "taskRoleArn", "requiresCompatibilities", "runtimePlatform", "volumes", "tags", "status", "revision", "taskDefinitionArn", "pidMode", "novelty",
    ];

    private static readonly string[] OfContainers =
    [
        "name", "image", "essential", "cpu", "memory", "portMappings", "command", "entryPoint", "environment", "secrets", "healthCheck", "logConfiguration", "stopTimeout", "mountPoints", "dockerLabels", "user", "novelty",
    ];

    private static readonly string[] Inside =
    [
        "name", "value", "valueFrom", "containerPort", "hostPort", "protocol", "command", "interval", "retries", "startPeriod", "logDriver", "options", "awslogs-group", "awslogs-region", "cpuArchitecture", "operatingSystemFamily", "other",
    ];

    private static readonly string[] Texts =
    [
        "awslogs", "tcp", "udp", "ARM64", "X86_64", "LINUX", "WINDOWS_SERVER_2022_CORE", "FARGATE", "EC2", "awsvpc", "bridge", "256", "1 vCPU", "2GB", "true", "CMD", "CMD-SHELL", "",
        "arn:aws:iam::111122223333:role/x", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a/dev/b-AbC123:key::", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a",
        "quote \" and \\ slash", "two\nlines", "\r\u0085\u2028\u2029\0", "*/ // {0} {{ }} $\"", "가게 \ud83d\ude00",
    ];

    private readonly CSharpCompiler _compiler = new();

    public void Dispose() => _compiler.Dispose();

    [Fact]
    public async Task Of_any_task_definition()
    {
        var random = new Random(Seed.Value);
        List<string> sources = [];
        for (var run = 0; run < Runs; run++)
        {
            var input = TaskDefinition(random, run);
            var text = Inputs.Text(ImportInput.Read(new("task.json", input.ToJsonString()), service: null), application: $"case{run}");

            foreach (var leaf in Inputs.Leaves(input))
                Assert.True(Has(text, leaf), $"{Remainder.Shown(leaf)} of {input.ToJsonString()} is not in\n{text}");

            sources.Add(text);
        }

        await _compiler.Compile(sources);
    }

    [Fact]
    public void A_backend_with_all_that_teams_have_keeps_every_leaf_and_says_what_of_its_service_is_left_out()
    {
        var text = Inputs.Text(Inputs.Read(Inputs.Backend, Inputs.BackendService));

        Assert.All(Inputs.Leaves(JsonNode.Parse(Inputs.Backend)), leaf => Assert.True(Has(text, leaf), Remainder.Shown(leaf)));
        var service = JsonNode.Parse(Inputs.BackendService)!["services"]![0]!.AsObject();
        foreach (var state in new[] { "status", "runningCount", "pendingCount", "deployments", "events" })
        {
            Assert.Contains($"services[backend-service].{state}: left out, as it tells how things were and not what is wanted", text, StringComparison.Ordinal);
            service.Remove(state);
        }

        Assert.All(Inputs.Leaves(service), leaf => Assert.True(Has(text, leaf), Remainder.Shown(leaf)));
    }

    /// <summary>As a literal, or as it stands in a comment or in JSON in a comment.</summary>
    private static bool Has(string text, JsonNode leaf)
    {
        var shown = Remainder.Shown(leaf);
        return text.Contains(CSharpText.Literal(shown), StringComparison.Ordinal) || text.Contains(CSharpText.Comment(shown), StringComparison.Ordinal)
            || text.Contains(CSharpText.Comment(CSharpText.Json(leaf)), StringComparison.Ordinal)
            // us-east-1's arn:...secret:a/dev/b is Secret.Named("a/{environment}/b"), and its ARN a comment.
            || text.Contains(CSharpText.Comment(CSharpText.Json(leaf)).Trim('"'), StringComparison.Ordinal);
    }

    private static JsonObject TaskDefinition(Random random, int run)
    {
        var task = Object(random, Members, 2);
        task["containerDefinitions"] = new JsonArray([.. Enumerable.Range(0, 1 + random.Next(3)).Select(number => (JsonNode)Container(random, number))]);
        return random.Next(2) == 0 ? new JsonObject { ["taskDefinition"] = task, ["tags"] = $"tags of {run}" } : task;
    }

    private static JsonObject Container(Random random, int number)
    {
        var container = Object(random, OfContainers, 3);
        if (random.Next(4) > 0)
            container["name"] = $"c{number}";

        return container;
    }

    private static JsonObject Object(Random random, string[] names, int depth)
    {
        var made = new JsonObject();
        foreach (var name in names.Where(_ => random.Next(3) > 0))
            made[name] = Value(random, depth);

        return made;
    }

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 0 ? 8 : 5) switch
    {
        0 => random.Next(-5, 100_000),
        1 => random.Next(2) == 0,
        2 => random.Next(3) == 0 ? null : random.NextDouble(),
        3 => $"text {random.Next(100_000)}",
        4 => Texts[random.Next(Texts.Length)],
        5 => Object(random, Inside, depth - 1),
        6 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => (JsonNode)Object(random, Inside, depth - 1))]),
        _ => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, 0))]),
    };
}

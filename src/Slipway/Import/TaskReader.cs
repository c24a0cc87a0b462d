using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.Services;

namespace Slipway.Import;

/// <summary>Takes from a task definition what a definition can say.</summary>
internal static partial class TaskReader
{
    public static ImportedTask Read(Remainder task)
    {
        var family = task.Text("family");
        var (cpu, memory) = (Size(task, "cpu", Cpu), Size(task, "memory", Memory));
        var arn = task.Has("taskDefinitionArn") ? Place(task, "taskDefinitionArn") : null;
        foreach (var field in TaskDefinitionShape.ServerFields)
            task.Note(field);

        task.Same("networkMode", "awsvpc");
        task.Same("requiresCompatibilities", """["FARGATE"]""");
        task.Same("enableFaultInjection", "false");
        var platform = Platform(task.Object("runtimePlatform"));
        var (execution, own) = (task.Text("executionRoleArn"), task.Text("taskRoleArn"));
        var containers = task.Objects("containerDefinitions");
        var main = containers.FirstOrDefault(container => container.Has("portMappings") && IsEssential(container)) ?? containers.FirstOrDefault(IsEssential) ?? containers[0];
        var read = containers.ToDictionary(container => container, container => ContainerReader.Read(container, container == main));
        return new ImportedTask(family, read[main].Container, [.. containers.Where(container => container != main).Select(container => read[container].Container)])
        {
            Cpu = cpu,
            MemoryMiB = memory,
            Platform = platform,
            ExecutionRole = execution,
            TaskRole = own,
            Place = arn ?? PlaceOf(execution, read[main].LogRegion) ?? PlaceOf(own, read[main].LogRegion),
        };
    }

    /// <summary>Account and region of an ARN; null where it has none.</summary>
    public static ImportedPlace? PlaceOf(string? arn, string? region) =>
        arn is not null && Arn().Match(arn) is { Success: true } match && (match.Groups["region"].Value is { Length: > 0 } own ? own : region) is { } where
            ? new ImportedPlace(match.Groups["account"].Value, where)
            : null;

    private static ImportedPlace? Place(Remainder task, string member)
    {
        var place = PlaceOf(task.Peek(member), region: null);
        task.Note(member);
        return place;
    }

    // ECS takes a container for essential that does not say.
    private static bool IsEssential(Remainder container) => container.Peek("essential") != "false";

    /// <summary>A size as ECS writes it is taken; one in another notation is noted, as the definition has another text then.</summary>
    private static int? Size(Remainder task, string member, Func<string, int?> read)
    {
        if (task.Peek(member) is not { } text || read(text) is not { } size)
            return null;

        if (text == size.ToString(CultureInfo.InvariantCulture))
            task.Forget(member);
        else
            task.Note(member);

        return size;
    }

    private static int? Cpu(string text) => InUnits(text, "vcpu", 1024);

    private static int? Memory(string text) => InUnits(text, "gb", 1024);

    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html: 1024, "1 vCPU", "2GB".
    private static int? InUnits(string text, string unit, int factor)
    {
        var trimmed = text.Trim();
        return int.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole
            : trimmed.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
                && decimal.TryParse(trimmed[..^unit.Length].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1_000_000
                ? (int)(number * factor)
                : null;
    }

    private static string? Platform(Remainder? platform)
    {
        if (platform is null)
            return null;

        platform.Same("operatingSystemFamily", "LINUX");
        var architecture = platform.Peek("cpuArchitecture");
        platform.Same("cpuArchitecture", "X86_64", "ARM64");
        return architecture switch { "ARM64" => "linux/arm64", "X86_64" => "linux/amd64", _ => null };
    }

    [GeneratedRegex("^arn:aws[a-z-]*:[a-z0-9-]+:(?<region>[a-z0-9-]*):(?<account>[0-9]{12}):", RegexOptions.ExplicitCapture)]
    private static partial Regex Arn();
}

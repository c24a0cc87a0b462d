using System.Xml.Linq;
using Slipway;
using Slipway.Output;
using Slipway.Processes;

/// <summary>Compiles everything with warnings as errors, checks the format, runs every test project and counts.</summary>
sealed class TestSuite(string root, IProcesses processes, IOutput output)
{
    // As Directory.Build.props has it where the official packages are taken.
    private static string Artifacts => Environment.GetEnvironmentVariable("UPSTREAM_PACKAGES") == "true" ? Path.Combine("artifacts", "upstream") : "artifacts";

    /// <summary>The long tests carry <c>[Trait("Category", "Long")]</c>.</summary>
    public async Task<TestCounts> Run(bool all, string? filter, CancellationToken ct)
    {
        await Demand(new Command("dotnet", "build", "Slipway.slnx", "--nologo", "--verbosity", "quiet", "-nodeReuse:false"), "The solution does not compile.", ct);
        await Demand(new Command("dotnet", "format", "whitespace", "Slipway.slnx", "--verify-no-changes", "--no-restore"), "The format differs; dotnet format whitespace Slipway.slnx mends it.", ct);

        var counts = new TestCounts(0, 0, 0);
        // End to end last: what is wrong in a part shows in the part's own tests first.
        foreach (var project in Directory.GetDirectories(Path.Combine(root, "tests"), "*Tests").Order(StringComparer.Ordinal).Append("Slipway.EndToEnd"))
            counts += await RunProject(Path.GetFileName(project), all, filter, ct);

        // Read by CI, which must end with it.
        await File.WriteAllTextAsync(Path.Combine(root, ".nuke", "temp", "tests", "count.txt"), $"{counts}\n", ct);
        output.Emit(new Note($"{counts}"));
        return counts;
    }

    private async Task Demand(Command command, string otherwise, CancellationToken ct)
    {
        output.Emit(new Note($"> {command}"));
        var result = await processes.Run(command with { Directory = root }, onLine: null, ct);
        if (result.ExitCode != 0)
            throw new DeployException($"{otherwise}\n{result.Output}{result.Error}");
    }

    private async Task<TestCounts> RunProject(string name, bool all, string? filter, CancellationToken ct)
    {
        var report = Path.Combine(root, ".nuke", "temp", "tests", name + ".xml");
        Directory.CreateDirectory(Path.GetDirectoryName(report)!);
        File.Delete(report);

        IReadOnlyList<string> arguments =
        [
            "exec", Path.Combine(root, Artifacts, "bin", name, "debug", name + ".dll"), "-noLogo", "-noColor", "-xml", report,
            .. all ? [] : (string[])["-trait-", "Category=Long"],
            .. filter is null ? [] : (string[])["-method", filter],
        ];
        var command = new Command("dotnet", arguments) { Directory = root };
        if (all && Environment.GetEnvironmentVariable("SLIPWAY_SEED") is null)
            command = command with { Environment = new Dictionary<string, string?> { ["SLIPWAY_SEED"] = $"{Environment.TickCount}" } };
        var result = await processes.Run(command, onLine: null, ct);
        if (!File.Exists(report))
            throw new DeployException($"{name} ended with exit code {result.ExitCode} and without a report.\n{result.Output}{result.Error}");

        var counts = TestCounts.Read(report);
        output.Emit(new Note($"{name}: {counts}"));
        if (counts.Failed > 0 || result.ExitCode != 0)
            output.Emit(new Failed($"{result.Output}{result.Error}"));

        foreach (var skips in TestCounts.Skips(report).GroupBy(skip => skip.Reason, skip => skip.Test))
            output.Emit(new Note($"  skipped  {skips.First()}{(skips.Count() > 1 ? $" and {skips.Count() - 1} more" : "")}: {skips.Key}"));

        return counts;
    }

    internal sealed record Note(string Line) : OutputEvent
    {
        public override string Text => Line;
    }

    internal sealed record Failed(string Lines) : OutputEvent
    {
        public override EventKind Kind => EventKind.Failure;

        public override string Text => Lines;
    }
}

/// <summary>How many tests passed, failed and were skipped.</summary>
sealed record TestCounts(int Passed, int Failed, int Skipped)
{
    public static TestCounts operator +(TestCounts a, TestCounts b) => new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped);

    /// <summary>Reads xunit's XML report. An error outside a test, such as a fixture that cannot be made, counts as a failure.</summary>
    public static TestCounts Read(string report) =>
        XDocument.Load(report).Descendants("assembly")
            .Select(assembly => new TestCounts(Count(assembly, "passed"), Count(assembly, "failed") + Count(assembly, "errors"), Count(assembly, "skipped")))
            .Aggregate(new TestCounts(0, 0, 0), (sum, next) => sum + next);

    public static IEnumerable<(string Test, string Reason)> Skips(string report) =>
        XDocument.Load(report).Descendants("test").Where(test => (string?)test.Attribute("result") == "Skip")
            .Select(test => ((string?)test.Attribute("name") ?? "", test.Element("reason")?.Value ?? ""));

    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";

    private static int Count(XElement assembly, string name) => (int?)assembly.Attribute(name) ?? 0;
}

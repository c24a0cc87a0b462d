using System.Linq.Expressions;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using RunnerTests.Builds;

namespace RunnerTests;

/// <summary>What a run left behind.</summary>
internal sealed record Outcome<T>(int ExitCode, string Output, T? Build)
    where T : TestBuild
{
    public IReadOnlyList<string> Did => Build?.Did ?? [];

    /// <summary>The statuses of the plan: <c>Restore Succeeded</c> ...</summary>
    public IEnumerable<string> Statuses => Build!.ExecutionPlan.Select(target => $"{target.Name} {target.Status}");

    public string Summary(string target) =>
        string.Join(", ", Build!.ExecutionPlan.Single(one => one.Name == target).SummaryInformation.Select(pair => $"{pair.Key}: {pair.Value}"));
}

/// <summary>A root directory in which builds run inside the test process.</summary>
internal sealed class Workspace : IDisposable
{
    public Workspace(bool marked = true)
    {
        Root = Directory.CreateTempSubdirectory("nuke-tests-").FullName;
        if (marked)
            (Root / ".nuke").CreateDirectory();
    }

    public AbsolutePath Root { get; }

    public Dictionary<string, string> Variables { get; } = [];

    public string? From { get; set; }

    public Workspace With(string variable, string value)
    {
        Variables[variable] = value;
        return this;
    }

    public Workspace WithFile(string name, string content)
    {
        File.WriteAllText(Root / ".nuke" / name, content);
        return this;
    }

    /// <summary>Runs a build with the words of a command line.</summary>
    public Outcome<T> Run<T>(string words, params Expression<Func<T, Target>>[] defaults)
        where T : TestBuild, new()
    {
        var output = new StringWriter { NewLine = "\n" };
        TestBuild.Latest.Value = null;
        var session = new BuildSession
        {
            Arguments = words.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            WorkingDirectory = Root / From,
            FixedVariables = Variables,
            Out = () => output,
            Time = new StoppedTime(),
        };

        // The session is entered in a flow of its own, and left with it.
        var (code, build) = Task.Run(() => (BuildRunner.Run(session, defaults), TestBuild.Latest.Value)).GetAwaiter().GetResult();
        return new(code, output.ToString().Replace(Root, "ROOT", StringComparison.Ordinal), (T?)build);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

/// <summary>A clock that stands still.</summary>
internal sealed class StoppedTime : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public override long GetTimestamp() => 0;
}

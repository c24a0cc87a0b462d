using Nuke.Common;

namespace RunnerTests.Builds;

/// <summary>A build that writes down what its targets did. The files in this folder also compile against the official package.</summary>
internal abstract class TestBuild : NukeBuild
{
    public static readonly AsyncLocal<TestBuild?> Latest = new();

    protected TestBuild() => Latest.Value = this;

    public List<string> Did { get; } = [];

    protected Action Do(string what) => () => Did.Add(what);

    protected Action Fail(string message) => () => throw new InvalidOperationException(message);
}

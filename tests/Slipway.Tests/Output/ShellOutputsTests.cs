using Slipway.Output;
using Slipway.Processes;
using Slipway.Releases;

namespace Slipway.Tests.Output;

public sealed class ShellOutputsTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("slipway-outputs-");

    [Fact]
    public void Later_actions_get_what_is_for_them_and_a_line_about_it()
    {
        Output(out var path).Emit(new PlanShown("web\n  unchanged") { Hash = "7f3a" });

        Assert.Equal("export PLAN='7f3a'\nexport SUMMARY='web; unchanged'\n", File.ReadAllText(path));
    }

    [Fact]
    public void What_is_for_nobody_is_not_written()
    {
        Output(out var path).Emit(new PlanShown("web\n  unchanged"));

        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_shell_reads_it_as_it_was_said_without_secrets_and_at_most_as_much_as_an_approval_shows()
    {
        Output(out var path).Emit(new PlanShown($"it's $HOME `id` s3cret\n{new string('x', 700)}") { Hash = "7f3a" });

        var read = await new SystemProcesses(TimeProvider.System)
            .Run(new Command("sh", ["-c", ". \"$0\"; printf '%s' \"$SUMMARY\"", path]), onLine: null, TestContext.Current.CancellationToken);

        Assert.Equal($"it's $HOME `id` ***; {new string('x', 579)} ...", read.Output.TrimEnd('\n'));
    }

    public void Dispose() => _root.Delete(recursive: true);

    private ShellOutputs Output(out string path)
    {
        var redactor = new Redactor();
        redactor.Register("s3cret");
        path = Path.Combine(_root.FullName, "outputs");
        return new ShellOutputs(path, redactor);
    }
}

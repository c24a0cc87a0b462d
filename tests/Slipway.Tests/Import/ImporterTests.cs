using System.Runtime.Versioning;
using Slipway.Import;
using Slipway.Tests.Images;

namespace Slipway.Tests.Import;

[UnsupportedOSPlatform("windows")]
public sealed class ImporterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingOutput _output = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_definition_is_written_once_and_never_over_a_file_that_is_there()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "task.json"), Inputs.Backend, Ct);
        await Import(new("task.json", Service: null, Application: null, Environment: null));
        var file = Path.Combine(_folder.Path, "build", "Mate.cs");
        Assert.StartsWith("using Slipway;", await File.ReadAllTextAsync(file, Ct), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "mine", Ct);

        var error = await Assert.ThrowsAsync<DeployException>(() => Import(new("task.json", Service: null, Application: null, Environment: null)));

        Assert.Equal((Verdict.Refused, "mine"), (error.Verdict, await File.ReadAllTextAsync(file, Ct)));
        Assert.StartsWith("build/Mate.cs exists already. Nothing was changed.", error.Message, StringComparison.Ordinal);
        await Import(new("task.json", Service: null, Application: "other", Environment: "qa"));
        Assert.Contains("new(\"qa\")", await File.ReadAllTextAsync(Path.Combine(_folder.Path, "build", "Other.cs"), Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var error = await Assert.ThrowsAsync<DeployException>(() => Import(new("gone.json", Service: null, Application: null, Environment: null)));

        Assert.Equal(Verdict.Usage, error.Verdict);
        Assert.StartsWith("gone.json could not be read. Nothing was changed.", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "build")));
    }

    [Theory]
    [InlineData("""{ "containerDefinitions": [{ "name": "web", "environment": [{ "name": "A", "value": "\ud83d" }] }] }""")]
    [InlineData("""{ "containerDefinitions": [{ "name": "web", "\udc00": 1 }] }""")]
    public async Task Half_a_character_is_told_of(string json)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "task.json"), json, Ct);

        var error = await Assert.ThrowsAsync<DeployException>(() => Import(new("task.json", Service: null, Application: null, Environment: null)));

        Assert.StartsWith("task.json cannot be imported. Nothing was changed.", error.Message, StringComparison.Ordinal);
    }

    private Task Import(ImportWish wish) => new Importer(_folder.Path, _output).Run(wish, Ct);
}

using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using Slipway.Infrastructures.Rendered;
using Slipway.Pipelines.Files;
using Slipway.Tests.Images;
using Slipway.Tests.Import;
using Slipway.Tests.Infrastructures.Rendered;
using Slipway.Tests.Pipelines;

namespace Slipway.Tests.Samples;

/// <summary>What ./build.sh Infrastructure writes for the applications that this repository ships itself.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SampleInfrastructureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AWS_has_nothing_to_say_of_any_sample_in_any_environment()
    {
        var applications = await Applications();
        Assert.Contains(applications, application => application.Name == "chat");
        var generator = new InfrastructureGenerator(new RepositoryFolder(_folder.Path), _ => true, new RecordingOutput());
        foreach (var application in applications)
        {
            foreach (var environment in application.Environments.Where(environment => !environment.IsLocal))
                await generator.Write(application, environment, Ct);
        }

        using var validator = await TemplateValidator.Start();
        var files = (await new RepositoryFolder(_folder.Path).Read(Ct)).Files;
        Assert.Equal(applications.Sum(application => application.Environments.Count(environment => !environment.IsLocal)), files.Count);
        foreach (var file in files)
            await validator.Add(Path.GetFileName(file.Path), file.Text, Sketches.ParametersOf(file.Text));

        var result = await validator.Run();
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    /// <summary>Those of the definitions that lie beside the build.</summary>
    private static async Task<IReadOnlyList<Application>> Applications([CallerFilePath] string testFile = "")
    {
        var build = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(testFile)!, "..", "..", "..", "build"));
        var sources = Directory.GetFiles(build, "*.cs").Where(file => Path.GetFileName(file) is not ("Build.cs" or "TestSuite.cs")).Select(File.ReadAllText);
        using var compiler = new CSharpCompiler();
        return
        [
            .. (await compiler.Compile([.. sources])).GetTypes()
                .Select(type => type.GetField("Application", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)).OfType<Application>(),
        ];
    }
}

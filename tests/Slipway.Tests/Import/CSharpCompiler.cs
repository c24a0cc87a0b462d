using System.Reflection;
using Slipway.Processes;
using Slipway.Tests.Pipelines;

namespace Slipway.Tests.Import;

/// <summary>The compiler of the SDK that runs the tests, with what a build of a user has: implicit usings, nullable, and warnings as errors.</summary>
internal sealed class CSharpCompiler : IDisposable
{
    private const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-compiled-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <exception cref="Xunit.Sdk.XunitException">The sources do not compile; the message has the compiler's.</exception>
    public async Task<Assembly> Compile(params IReadOnlyList<string> sources)
    {
        var library = Path.Combine(_folder.FullName, $"compiled{Guid.NewGuid():n}.dll");
        // A sample's program, which tests load, is no library of a build.
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(file => Path.GetFileName(file) != "chat-server.dll");
        List<string> options = ["-nologo", "-target:library", "-nullable:enable", "-warnaserror", "-langversion:latest", $"-out:{library}", .. references.Select(reference => $"-r:\"{reference}\"")];
        foreach (var (source, number) in sources.Prepend(Usings).Select((source, number) => (source, number)))
        {
            var file = Path.Combine(_folder.FullName, $"{number}.cs");
            await File.WriteAllTextAsync(file, source, Ct);
            options.Add($"\"{file}\"");
        }

        var response = Path.Combine(_folder.FullName, "options.rsp");
        await File.WriteAllLinesAsync(response, options, Ct);
        var result = await NpmPackages.Run(_folder.FullName, new Command("dotnet", "exec", Program(), "-noconfig", $"@{response}"));
        Assert.True(result.ExitCode == 0, $"{result.Output}{result.Error}\n{string.Join('\n', sources.Take(3))}");
        return Assembly.Load(await File.ReadAllBytesAsync(library, Ct));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Program()
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        return Directory.GetDirectories(Path.Combine(root, "sdk")).Order(StringComparer.Ordinal).Select(sdk => Path.Combine(sdk, "Roslyn", "bincore", "csc.dll")).Last(File.Exists);
    }
}

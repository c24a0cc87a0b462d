using Slipway.Processes;
using Slipway.Rehearsal.Engine;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>A JavaScript engine as a program, and the text that makes its input and output known to <c>host.js</c>.</summary>
internal sealed record ScriptEngine(Command Command, string Prologue)
{
    public static ScriptEngine Node(string program) => new(
        new Command(program),
        """
        const fs = require('fs'), { Buffer: Bytes } = require('buffer');
        const modules = { crypto: require('crypto'), querystring: require('querystring'), buffer: require('buffer') };
        let pending = Bytes.alloc(0);
        const chunk = Bytes.alloc(65536);
        function readLine() {
          for (;;) {
            const end = pending.indexOf(10);
            if (end >= 0) {
              const line = pending.toString('utf8', 0, end);
              pending = pending.subarray(end + 1);
              return line;
            }
            const count = fs.readSync(0, chunk, 0, chunk.length, null);
            if (count === 0)
              return null;
            pending = Bytes.concat([pending, chunk.subarray(0, count)]);
          }
        }
        const writeLine = text => { fs.writeSync(1, text + '\n'); };
        """);

    public static ScriptEngine QuickJs(string program) => new(
        new Command(program, "--module"),
        """
        import * as std from 'std';
        const modules = {};
        const readLine = () => std.in.getline();
        const writeLine = text => { std.out.puts(text + '\n'); std.out.flush(); };
        """);

    /// <summary>The shell of WebKit's engine.</summary>
    public static ScriptEngine JavaScriptCore(string program, string libraries) => new(
        new Command(program) { Environment = new Dictionary<string, string?> { ["LD_LIBRARY_PATH"] = libraries } },
        """
        const modules = {}, nextLine = globalThis.readline, print = globalThis.print;
        const readLine = () => nextLine();
        const writeLine = text => print(text);
        """);
}

/// <summary>
/// Finds a JavaScript engine: Node.js or QuickJS where the machine has one, otherwise, on Debian and Ubuntu, WebKit's, unpacked into a
/// folder. (Debian 12 has no QuickJS, and its Node.js looks for files at fixed places.)
/// </summary>
/// <param name="folder">Where an engine is unpacked.</param>
/// <param name="packages">Where downloaded packages are kept.</param>
/// <param name="onPath">Where a program lies on the PATH; null when it does not.</param>
internal sealed class ScriptEngines(IProcesses processes, string folder, string packages, Machine machine, Func<string, string?> onPath) : IDisposable
{
    private static readonly string[] Packages = ["libjavascriptcoregtk-4.1-bin", "libjavascriptcoregtk-4.0-bin"];
    private readonly SemaphoreSlim _gate = new(1);
    private ScriptEngine? _found;

    /// <exception cref="DeployException">There is none; says what to install.</exception>
    public async Task<ScriptEngine> Find(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            return _found ??= onPath("node") is { } node ? ScriptEngine.Node(node)
                : onPath("qjs") is { } qjs ? ScriptEngine.QuickJs(qjs)
                : Unpacked() ?? await Unpack(ct);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Where a program lies on the PATH; null when it does not.</summary>
    public static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);

    public void Dispose() => _gate.Dispose();

    private async Task<ScriptEngine> Unpack(CancellationToken ct)
    {
        if (!machine.IsDebian)
            throw Missing(null);

        DeployException? last = null;
        foreach (var package in await Candidates(ct))
        {
            try
            {
                await new DebianPackages(processes, packages).Unpack([package], folder, _ => { }, ct);
                if (Unpacked() is { } engine)
                    return engine;
            }
            catch (DeployException exception)
            {
                last = exception;
            }
        }

        throw Missing(last);
    }

    /// <summary>Which of the packages there is depends on the release: those that apt knows come first.</summary>
    private async Task<IEnumerable<string>> Candidates(CancellationToken ct)
    {
        var known = await processes.Run(new Command("apt-cache", "pkgnames", "libjavascriptcoregtk-"), null, ct);
        var names = known.Output.Split('\n');
        return Packages.OrderByDescending(names.Contains);
    }

    private ScriptEngine? Unpacked()
    {
        if (!Directory.Exists(folder))
            return null;

        var program = Directory.EnumerateFiles(folder, "jsc", SearchOption.AllDirectories).FirstOrDefault();
        var libraries = Directory.EnumerateFiles(folder, "*.so.*", SearchOption.AllDirectories).Select(file => Path.GetDirectoryName(file)!).Distinct().ToList();
        return program is null || libraries.Count == 0 ? null : ScriptEngine.JavaScriptCore(program, string.Join(':', libraries));
    }

    private DeployException Missing(DeployException? reason) => new(
        $"""
         CloudFront Functions cannot be run on this machine: there is no JavaScript engine. Nothing was changed.
           found    neither node nor qjs on the PATH
           machine  {machine.OsName}
           try      install Node.js (nodejs) or QuickJS (quickjs){(reason is null ? "" : $"\n  reason   {reason.Message.ReplaceLineEndings("\n           ")}")}
         """,
        inner: reason);
}

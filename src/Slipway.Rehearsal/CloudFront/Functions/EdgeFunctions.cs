using System.Text.Json.Nodes;
using Slipway.Processes;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>Runs functions, each published version in a long-lived process of its own.</summary>
/// <param name="engines">Disposed with this.</param>
/// <param name="folder">Where the program of the processes is written.</param>
internal sealed class EdgeFunctions(ScriptEngines engines, string folder, TimeProvider clock) : IDisposable
{
    private readonly Dictionary<(string Arn, string ETag), RunningFunction> _running = [];
    private readonly Lock _writing = new();
    private bool _ended;

    /// <summary>Makes sure that functions can be run.</summary>
    /// <exception cref="DeployException">There is no JavaScript engine; says what to install.</exception>
    public Task Prepare(CancellationToken ct) => engines.Find(ct);

    public Task<FunctionOutcome> Run(string arn, FunctionStage stage, JsonObject input, CancellationToken ct)
    {
        RunningFunction? function;
        lock (_running)
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            if (!_running.TryGetValue((arn, stage.ETag), out function))
                _running.Add((arn, stage.ETag), function = new RunningFunction(stage.Code, Program, clock));
        }

        return function.Run(input, ct);
    }

    /// <summary>Ends the processes of versions that nobody can ask for any more.</summary>
    public void Follow(IEnumerable<EdgeFunction> functions)
    {
        var current = functions.SelectMany(one => new[] { (one.Arn, one.Development.ETag), (one.Arn, one.Live?.ETag ?? "") }).ToHashSet();
        lock (_running)
        {
            foreach (var version in _running.Keys.Except(current).ToList())
            {
                _running.Remove(version, out var over);
                over!.Retire();
            }
        }
    }

    public void Dispose()
    {
        lock (_running)
        {
            _ended = true;
            foreach (var function in _running.Values)
                function.Dispose();
            _running.Clear();
        }

        engines.Dispose();
    }

    private async Task<Command> Program(CancellationToken ct)
    {
        var engine = await engines.Find(ct);
        return engine.Command with { Arguments = [.. engine.Command.Arguments, Host(engine)] };
    }

    /// <summary>Writes the program of the processes where it is not there yet, or is an older one's.</summary>
    /// <returns>Its path.</returns>
    private string Host(ScriptEngine engine)
    {
        using var host = new StreamReader(typeof(EdgeFunctions).Assembly.GetManifestResourceStream("host.js")!);
        var text = $"{engine.Prologue}\n{host.ReadToEnd()}";
        var file = Path.Combine(folder, "function-host.js");
        // Several functions may be started at once.
        lock (_writing)
        {
            if (!File.Exists(file) || File.ReadAllText(file) != text)
                State.AtomicFile.Replace(file, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
        }

        return file;
    }
}

using System.Collections.Concurrent;
using System.Reflection;
using Nuke.Common.IO;
using Nuke.Common.Output;
using Nuke.Common.Parameters;

namespace Nuke.Common.Execution;

/// <summary>
/// What one run of a build sees of the world, and its few settings. NUKE's contract makes them statics of NukeBuild; they are looked up here, so
/// that tests can run builds inside one process, each in a session of its own.
/// </summary>
internal sealed class BuildSession
{
    private static readonly AsyncLocal<BuildSession?> Entered = new();
    private static readonly Lazy<BuildSession> Process = new(OfProcess);

    private Host? _host;
    private Verbosity? _verbosity;
    private AbsolutePath? _root;
    private AbsolutePath? _buildAssembly;
    private CommandLine? _commandLine;
    private ParameterValues? _parameters;
    private BuildConsole? _console;
    private string[]? _variableNames;

    public static BuildSession Current => Entered.Value ?? Process.Value;

    public required IReadOnlyList<string> Arguments { get; init; }

    public required AbsolutePath WorkingDirectory { get; init; }

    /// <summary>The environment, or null for that of the process, which user code may change during the run.</summary>
    public IReadOnlyDictionary<string, string>? FixedVariables { get; init; }

    public required Func<TextWriter> Out { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether signals to the process are meant for this run.</summary>
    public bool OwnsProcess { get; init; }

    public CommandLine CommandLine => _commandLine ??= CommandLine.Parse(Arguments);

    public ParameterValues Parameters => _parameters ??= new ParameterValues(this);

    public BuildConsole Console => _console ??= new BuildConsole(Out, colours: OwnsProcess && BuildConsole.TerminalShowsColours);

    public Secrets Secrets { get; } = new();

    /// <summary>The warnings and errors so far; they are repeated before the summary.</summary>
    public ConcurrentQueue<Complaint> Complaints { get; } = [];

    public string RunningTarget { get; set; } = "";

    public AbsolutePath Root => _root ??= RootDirectory.Find(this);

    public Host Host
    {
        get => _host ??= Parameters.Own("Host") is [.., var name] ? Host.Named(name) : Host.Detect();
        set => _host = value;
    }

    public Verbosity Verbosity
    {
        get => _verbosity ??= Parameters.OwnVerbosity();
        set => _verbosity = value;
    }

    public IReadOnlyList<string> Profiles => Parameters.Own("Profile") ?? [];

    public AbsolutePath BuildAssembly
    {
        get => _buildAssembly ??= Assembly.GetEntryAssembly()?.Location is { Length: > 0 } location ? location : Environment.ProcessPath!;
        set => _buildAssembly = value;
    }

    public string? Variable(string name) =>
        FixedVariables is null ? Environment.GetEnvironmentVariable(name) : FixedVariables.GetValueOrDefault(name);

    /// <summary>The names of all variables.</summary>
    public IEnumerable<string> VariableNames => FixedVariables?.Keys ?? (_variableNames ??= [.. Environment.GetEnvironmentVariables().Keys.Cast<string>()]);

    /// <summary>Makes this the session of the calling flow.</summary>
    public void Enter()
    {
        if (!OwnsProcess)
            Entered.Value = this;
    }

    private static BuildSession OfProcess() => new()
    {
        Arguments = Environment.GetCommandLineArgs()[1..],
        WorkingDirectory = Environment.CurrentDirectory,
        Out = () => System.Console.Out,
        OwnsProcess = true,
    };
}

using Slipway.Processes;

namespace Slipway.Pipelines.Simulation.Actions;

/// <summary><c>actions/setup-dotnet</c>: installs nothing, and says which SDK there is.</summary>
internal sealed class SdkAction(IProcesses processes)
{
    public const string Name = "actions/setup-dotnet";

    public async Task<ActionOutcome> Run(StepCall call, CancellationToken ct)
    {
        call.Know("dotnet-version", "global-json-file", "dotnet-quality", "cache", "cache-dependency-path");
        if (call.Input("global-json-file") is { } file && !File.Exists(Path.Combine(call.Folder.Workspace, file)))
            throw new DeployException($"{Name} wants {file}, which is not in the checkout.");

        // In the checkout, whose global.json decides.
        var found = await processes.Run(new Command("dotnet", "--version") { Directory = call.Folder.Workspace }, onLine: null, ct);
        if (found.ExitCode != 0)
            throw new DeployException($"{Name} installs nothing in a simulation, and there is no SDK that fits.\n{found.Output.Trim()}{found.Error.Trim()}");

        var version = found.Output.Trim();
        call.Log.Write($".NET {version} is there");
        return new ActionOutcome(new Dictionary<string, string> { ["dotnet-version"] = version }, new Dictionary<string, string>());
    }
}

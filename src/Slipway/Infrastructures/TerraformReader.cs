using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Processes;

namespace Slipway.Infrastructures;

/// <summary>Reads Terraform's outputs with the <c>terraform</c> program, or <c>tofu</c> where only that is installed, or from the file that one of them left. Changes nothing.</summary>
/// <param name="root">Root of the repository; the outputs' folder is relative to it.</param>
internal sealed class TerraformReader(IProcesses processes, string root)
{
    /// <exception cref="DeployException">The outputs could not be read, or do not give what the application needs; everything that is wrong with them is named.</exception>
    public async Task<Infrastructure> Read(Application application, DeployEnvironment environment, TerraformOutputs outputs, CancellationToken ct)
    {
        var folder = Path.GetFullPath(Path.Combine(root, outputs.Folder));
        if (!Directory.Exists(folder))
        {
            throw Unreadable(
                outputs, environment, "there is no such folder", $"correct Terraform.Outputs(\"{outputs.Folder}\"), which is relative to the repository's root, or check the folder out");
        }

        return TerraformReading.Of(
            application, environment, outputs, outputs.File is { } file ? await Stored(outputs, folder, file, environment, ct) : await Printed(outputs, folder, environment, ct));
    }

    private static async Task<JsonObject> Stored(TerraformOutputs outputs, string folder, string file, DeployEnvironment environment, CancellationToken ct)
    {
        var path = Path.GetFullPath(Path.Combine(folder, file));
        var written = $"terraform -chdir={outputs.Folder} output -json > {outputs.Folder}/{file}";
        return !File.Exists(path)
            ? throw Unreadable(outputs, environment, $"there is no file {file}", written)
            : Object(await File.ReadAllTextAsync(path, ct)) ?? throw Unreadable(outputs, environment, $"{file} holds something else than a JSON object", written);
    }

    private async Task<JsonObject> Printed(TerraformOutputs outputs, string folder, DeployEnvironment environment, CancellationToken ct)
    {
        var (command, result) = await Run(outputs, folder, environment, ct);
        if (result.ExitCode != 0)
            throw Failed(outputs, environment, command, result);

        return Object(result.Output) ?? throw Unreadable(
            outputs, environment, $"{command} printed something else than a JSON object", $"run it in {outputs.Folder} and see; TF_CLI_ARGS may change what it prints");
    }

    private async Task<(Command Command, CommandResult Result)> Run(TerraformOutputs outputs, string folder, DeployEnvironment environment, CancellationToken ct)
    {
        foreach (var program in TerraformCommands.Programs)
        {
            var command = TerraformCommands.Outputs(program, folder, outputs.Workspace, environment.Profile);
            try
            {
                return (command, await processes.Run(command, onLine: null, ct));
            }
            catch (DeployException exception) when (exception.InnerException is Win32Exception)
            {
                // Not installed: the next one may be.
            }
        }

        throw Unreadable(
            outputs, environment, $"neither {string.Join(" nor ", TerraformCommands.Programs)} could be started", "install Terraform or OpenTofu, or write the infrastructure down: new Infrastructure { ... }");
    }

    /// <summary>Null: it is none. What it is may hold sensitive outputs, and is not quoted.</summary>
    private static JsonObject? Object(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static DeployException Failed(TerraformOutputs outputs, DeployEnvironment environment, Command command, CommandResult result)
    {
        var next = result.Error switch
        {
            var error when error.Contains(" init\"", StringComparison.Ordinal) || error.Contains("initialization required", StringComparison.OrdinalIgnoreCase) =>
                $"{command.Executable} -chdir={outputs.Folder} init",
            var error when error.Contains("credential", StringComparison.OrdinalIgnoreCase) || error.Contains("ExpiredToken", StringComparison.Ordinal) =>
                "aws sso login, or set AWS_PROFILE: the state's backend wants credentials of its own",
            var error when error.Contains("workspace", StringComparison.OrdinalIgnoreCase) => $"{command.Executable} -chdir={outputs.Folder} workspace list",
            _ => $"{command.Executable} -chdir={outputs.Folder} output",
        };
        return Unreadable(outputs, environment, Reason(result), next);
    }

    /// <summary>Terraform's first error without its frame, up to the blank line that ends it.</summary>
    private static string Reason(CommandResult result)
    {
        var lines = result.Error.Split('\n').Select(line => line.Trim('│', '╷', '╵', ' ', '\r')).ToList();
        var first = lines.FindIndex(line => line.StartsWith("Error:", StringComparison.Ordinal));
        var text = first < 0
            ? lines.Where(line => line.Length > 0).Take(3)
            : lines.Skip(first).Take(1).Concat(lines.Skip(first + 1).SkipWhile(line => line.Length == 0).TakeWhile(line => line.Length > 0).Take(4));
        return string.Join(' ', text) is { Length: > 0 } some ? some : $"it ended with exit code {result.ExitCode} and said nothing";
    }

    private static DeployException Unreadable(TerraformOutputs outputs, DeployEnvironment environment, string reason, string next) => new(
        $"""
         The infrastructure of {environment.Name} could not be read from Terraform's outputs in {outputs.Folder}. Nothing was changed.
           reason  {reason}
           try     {next}
         """,
        Verdict.Refused);
}

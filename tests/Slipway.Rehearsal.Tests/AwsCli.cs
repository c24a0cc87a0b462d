using System.Text.Json.Nodes;
using Slipway.Processes;

namespace Slipway.Rehearsal;

/// <summary>
/// AWS's own clients, which nobody here wrote: <c>aws</c> and Python scripts on boto3. They check every reply against AWS's
/// models. A test that needs them is skipped where they are not installed.
/// </summary>
internal sealed class AwsCli(Uri endpoint, string accessKey = "000000000000")
{
    private static readonly Lazy<Task<string?>> Missing = new(FindWhatIsMissing);

    private readonly Dictionary<string, string?> _environment = new()
    {
        ["AWS_ENDPOINT_URL"] = endpoint.ToString(),
        ["AWS_ACCESS_KEY_ID"] = accessKey,
        ["AWS_SECRET_ACCESS_KEY"] = "any",
        ["AWS_SESSION_TOKEN"] = null,
        ["AWS_PROFILE"] = null,
        ["AWS_DEFAULT_REGION"] = "us-east-1",
        ["AWS_REGION"] = "us-east-1",
        ["AWS_CONFIG_FILE"] = "/dev/null",
        ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_CA_BUNDLE"] = null,
        ["AWS_MAX_ATTEMPTS"] = "1",
        ["AWS_PAGER"] = "",
        ["NO_PROXY"] = "127.0.0.1",
        ["PYTHONDONTWRITEBYTECODE"] = "1",
    };

    /// <summary>Runs <c>aws ARGUMENTS --output json</c>; JSON, or null when it printed nothing.</summary>
    public async Task<JsonNode?> Run(params string[] arguments)
    {
        var result = await Start(new Command("aws", [.. arguments, "--output", "json"]));
        Assert.True(result.ExitCode == 0, $"aws {string.Join(' ', arguments)}\n{result.Error}");
        return string.IsNullOrWhiteSpace(result.Output) ? null : JsonNode.Parse(result.Output);
    }

    /// <summary>Runs what must be refused; the error text.</summary>
    public async Task<string> Refused(params string[] arguments)
    {
        var result = await Start(new Command("aws", [.. arguments, "--output", "json"]));
        Assert.True(result.ExitCode != 0, $"aws {string.Join(' ', arguments)} was not refused:\n{result.Output}");
        return result.Error.Trim();
    }

    /// <summary>
    /// Runs a Python script beside the tests (<c>Ecr/ecr.py</c>, copied to the output). It asserts by itself; a test about one
    /// service makes one script of it, since a start of Python costs a second. Its output.
    /// </summary>
    public async Task<string> Python(string script, params string[] arguments)
    {
        var result = await Start(new Command("python3", [Path.Combine(AppContext.BaseDirectory, script), .. arguments]));
        Assert.True(result.ExitCode == 0, $"{script}\n{result.Output}{result.Error}");
        return result.Output;
    }

    private async Task<CommandResult> Start(Command command)
    {
        if (await Missing.Value is { } missing)
            Assert.Skip(missing);

        return await new SystemProcesses(TimeProvider.System).Run(command with { Environment = _environment }, null, TestContext.Current.CancellationToken);
    }

    private static async Task<string?> FindWhatIsMissing()
    {
        try
        {
            var aws = new Command("aws", "--version");
            var boto3 = new Command("python3", "-c", "import boto3");
            foreach (var command in new[] { aws, boto3 })
            {
                var result = await new SystemProcesses(TimeProvider.System).Run(command, null, CancellationToken.None);
                if (result.ExitCode != 0)
                    return $"{command} does not work here: {result.Error.Trim()}";
            }

            return null;
        }
        catch (DeployException exception)
        {
            return exception.Message;
        }
    }
}

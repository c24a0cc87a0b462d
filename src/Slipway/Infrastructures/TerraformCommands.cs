using Slipway.Processes;

namespace Slipway.Infrastructures;

/// <summary>The command lines that read Terraform's outputs.</summary>
internal static class TerraformCommands
{
    /// <summary>OpenTofu understands the same command.</summary>
    public static IReadOnlyList<string> Programs { get; } = ["terraform", "tofu"];

    public static Command Outputs(string program, string folder, string? workspace, string? profile)
    {
        var environment = new Dictionary<string, string?> { ["TF_IN_AUTOMATION"] = "1", ["TF_INPUT"] = "0" };
        if (workspace is not null)
            environment["TF_WORKSPACE"] = workspace;
        if (profile is not null)
            environment["AWS_PROFILE"] = profile;

        return new Command(program, "output", "-json", "-no-color") { Directory = folder, Environment = environment };
    }
}

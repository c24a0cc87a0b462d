using System.ComponentModel;
using System.Runtime.Versioning;
using Slipway.Infrastructures;
using Slipway.Processes;
using Slipway.Tests.Images;

namespace Slipway.Tests.Infrastructures;

[UnsupportedOSPlatform("windows")]
public sealed class TerraformProgramTests : IDisposable
{
    private readonly TemporaryFolder _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task The_command_reads_in_the_folder_with_the_workspace_and_profile_that_are_named()
    {
        var programs = new Programs(("terraform", new CommandResult(0, "{}", "")));

        await Refusal(programs, Terraform.Outputs("infra") with { Workspace = "blue" }, Shop.Dev with { Profile = "shop" });

        var command = Assert.Single(programs.Commands);
        Assert.Equal("terraform output -json -no-color", command.ToString());
        Assert.Equal(Path.Combine(_repository.Path, "infra"), command.Directory);
        Assert.Equal(
            ["AWS_PROFILE=shop", "TF_INPUT=0", "TF_IN_AUTOMATION=1", "TF_WORKSPACE=blue"],
            command.Environment.Select(variable => $"{variable.Key}={variable.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task OpenTofu_is_asked_where_only_that_is_installed()
    {
        var programs = new Programs(("tofu", new CommandResult(1, "", "Error: no state\n\nNone at all.\n")));

        Assert.Contains("reason  Error: no state None at all.\n", await Refusal(programs), StringComparison.Ordinal);
        Assert.Equal(["terraform", "tofu"], programs.Commands.Select(command => command.Executable));
    }

    [Fact]
    public async Task Without_either_program_it_says_what_to_install()
    {
        var refusal = await Refusal(new Programs());

        Assert.Contains("reason  neither terraform nor tofu could be started\n", refusal, StringComparison.Ordinal);
        Assert.Contains("install Terraform or OpenTofu", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told_before_anything_is_started()
    {
        var programs = new Programs(("terraform", new CommandResult(0, "{}", "")));

        Assert.Contains("Terraform's outputs in elsewhere. Nothing was changed.\n  reason  there is no such folder\n", await Refusal(programs, Terraform.Outputs("elsewhere")), StringComparison.Ordinal);
        Assert.Empty(programs.Commands);
    }

    [Fact]
    public async Task Expired_credentials_of_the_states_backend_are_told_as_such() =>
        Assert.Contains(
            "try     aws sso login, or set AWS_PROFILE: the state's backend wants credentials of its own",
            await Refusal(new Programs(("terraform", new CommandResult(1, "", "╷\n│ Error: No valid credential sources found\n│ \n│ Please see the documentation.\n╵\n")))),
            StringComparison.Ordinal);

    [Fact]
    public async Task What_is_not_JSON_is_not_quoted_since_it_may_be_secret()
    {
        var refusal = await Refusal(new Programs(("terraform", new CommandResult(0, "password = hunter2", ""))));

        Assert.Contains("printed something else than a JSON object", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal, StringComparison.Ordinal);
    }

    private async Task<string> Refusal(Programs programs, TerraformOutputs? outputs = null, DeployEnvironment? environment = null)
    {
        Directory.CreateDirectory(Path.Combine(_repository.Path, "infra"));
        var error = await Assert.ThrowsAsync<DeployException>(() => new TerraformReader(programs, _repository.Path)
            .Read(Shop.Application, environment ?? Shop.Dev, outputs ?? Terraform.Outputs("infra"), TestContext.Current.CancellationToken));
        Assert.Equal(Verdict.Refused, error.Verdict);
        return error.Message.ReplaceLineEndings("\n");
    }

    /// <summary>The programs that are installed, each with what it ends with.</summary>
    private sealed class Programs(params IReadOnlyList<(string Name, CommandResult Result)> installed) : IProcesses
    {
        public List<Command> Commands { get; } = [];

        public Task<CommandResult> Run(Command command, Action<string>? onLine, CancellationToken ct)
        {
            Commands.Add(command);
            return installed.FirstOrDefault(program => program.Name == command.Executable) is { Result: { } result }
                ? Task.FromResult(result)
                : throw new DeployException($"{command.Executable} could not be started.", inner: new Win32Exception(2));
        }
    }
}

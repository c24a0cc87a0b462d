using System.Runtime.Versioning;
using Slipway.Infrastructures;
using Slipway.Processes;
using Slipway.Tests.Images;

namespace Slipway.Tests.Infrastructures;

/// <summary>With the real <c>terraform</c>, without any provider.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TerraformReaderTests : IDisposable
{
    private const string Outputs =
        """
        resource "terraform_data" "cluster" {
          input = "shop"
        }
        output "cluster" {
          value     = terraform_data.cluster.output
          sensitive = true
        }
        output "subnets" {
          value = toset(["subnet-a", "subnet-b"])
        }
        output "security_groups" {
          value = ["sg-a"]
        }
        output "execution_role" {
          value = "shop-execution"
        }
        output "task_role" {
          value = null
        }
        output "target_groups" {
          value = { web = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop-web/0123456789abcdef", other = 1 }
        }
        output "sites" {
          value = { pages = { bucket = "shop-pages", distribution = "E2QWRUHAPOMQZL" } }
        }
        """;

    private static readonly SystemProcesses Processes = new(TimeProvider.System);

    private readonly TemporaryFolder _repository = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task Applied_outputs_arrive_with_names_and_ARNs_as_ECS_has_them()
    {
        await Apply(Outputs);

        var read = await new InfrastructureReader(new TerraformReader(Processes, _repository.Path), new ConventionReader(FakePorts.Sound().Ports))
            .Read(Shop.Application, Shop.Dev with { Infrastructure = Terraform.Outputs("infra/dev") }, Ct);

        Assert.Equal(("shop", Shop.ExecutionRole, null), (read.Cluster, read.ExecutionRole, read.TaskRole));
        Assert.Equal(["subnet-a", "subnet-b"], read.Subnets);
        Assert.Equal([new("web", Shop.TargetGroup)], read.TargetGroups);
        Assert.Equal(new SiteInfrastructure("shop-pages", "E2QWRUHAPOMQZL"), read.Sites["pages"]);
    }

    [Fact]
    public async Task A_missing_output_and_one_of_another_type_are_said_together()
    {
        await Apply(Outputs.Replace("output \"security_groups\"", "output \"groups\"", StringComparison.Ordinal).Replace("toset([\"subnet-a\", \"subnet-b\"])", "3", StringComparison.Ordinal));

        var refusal = await Refusal();

        Assert.Contains("  output subnets: is a number; wanted is a list of strings\n", refusal, StringComparison.Ordinal);
        Assert.Contains("  output security_groups: is missing; wanted is a list of strings; found cluster, execution_role, groups, sites, subnets, target_groups\n", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_was_never_applied_is_told_from_one_that_lacks_an_output()
    {
        Write(Outputs);
        await Run("init", "-input=false");

        Assert.Contains("it was not applied", await Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workspace_is_read_where_one_is_named()
    {
        Write(Outputs);
        await Run("init", "-input=false");
        await Run("workspace", "new", "blue");
        await Run("apply", "-auto-approve", "-input=false");
        await Run("workspace", "select", "default");

        Assert.Contains("another workspace is selected", await Refusal(), StringComparison.Ordinal);
        Assert.Equal("shop", (await Read(Terraform.Outputs("infra/dev") with { Workspace = "blue" })).Cluster);
    }

    [Fact]
    public async Task A_backend_that_was_not_initialised_is_told_with_the_command_that_does_it()
    {
        Write("terraform {\n  backend \"s3\" {\n    bucket = \"b\"\n    key = \"k\"\n    region = \"eu-west-1\"\n  }\n}\n" + Outputs);

        var refusal = await Refusal();

        Assert.Contains("reason  Error: Backend initialization required, please run \"terraform init\"", refusal, StringComparison.Ordinal);
        Assert.EndsWith("try     terraform -chdir=infra/dev init", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_Terraform_cannot_read_is_told_in_its_words()
    {
        Write("output {");

        Assert.Contains("reason  Error: ", await Refusal(), StringComparison.Ordinal);
    }

    private async Task Apply(string configuration)
    {
        Write(configuration);
        await Run("init", "-input=false");
        await Run("apply", "-auto-approve", "-input=false");
    }

    private void Write(string configuration)
    {
        _repository.Write("infra/dev/main.tf", configuration);
        Assert.SkipUnless(IsInstalled("terraform"), "terraform is not on the PATH.");
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private async Task Run(params IReadOnlyList<string> arguments)
    {
        var result = await Processes.Run(new Command("terraform", arguments) { Directory = Path.Combine(_repository.Path, "infra/dev") }, onLine: null, Ct);
        Assert.True(result.ExitCode == 0, result.Error);
    }

    private Task<Infrastructure> Read(TerraformOutputs outputs) => new TerraformReader(Processes, _repository.Path).Read(Shop.Application, Shop.Dev, outputs, Ct);

    private async Task<string> Refusal()
    {
        var error = await Assert.ThrowsAsync<DeployException>(() => Read(Terraform.Outputs("infra/dev")));
        Assert.Equal(Verdict.Refused, error.Verdict);
        return error.Message.ReplaceLineEndings("\n");
    }
}

using System.Runtime.Versioning;
using Slipway.Infrastructures;
using Slipway.Processes;
using Slipway.Tests.Images;

namespace Slipway.Tests.Infrastructures;

/// <summary>What <c>terraform output -json</c> printed once, read without the program.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TerraformFileTests : IDisposable
{
    private readonly TemporaryFolder _repository = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task Outputs_come_from_the_file_and_no_program_is_started()
    {
        Write(
            """
            {
              "cluster": { "sensitive": true, "type": "string", "value": "shop" },
              "subnets": { "value": ["subnet-a"] },
              "security_groups": { "value": ["sg-a"] },
              "execution_role": { "value": "arn:aws:iam::111122223333:role/shop-execution" },
              "target_groups": { "value": { "web": "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop-web/0123456789abcdef" } },
              "sites": { "value": { "pages": { "bucket": "shop-pages", "distribution": "E2QWRUHAPOMQZL" } } }
            }
            """);

        var read = await Read();

        Assert.Equal(("shop", "arn:aws:iam::111122223333:role/shop-execution"), (read.Cluster, read.ExecutionRole));
        Assert.Equal(["subnet-a"], read.Subnets);
        Assert.Equal("shop-pages", read.Sites["pages"].Bucket);
    }

    [Theory]
    [InlineData(null, "there is no file outputs.json")]
    [InlineData("cluster = \"secret\"", "outputs.json holds something else than a JSON object")]
    [InlineData("[]", "outputs.json holds something else than a JSON object")]
    public async Task A_file_that_is_missing_or_is_something_else_is_refused_with_the_command_that_writes_it(string? content, string reason)
    {
        Directory.CreateDirectory(Path.Combine(_repository.Path, "infra", "dev"));
        if (content is not null)
            Write(content);

        var refused = await Assert.ThrowsAsync<DeployException>(Read);

        Assert.Equal(
            $"""
             The infrastructure of dev could not be read from Terraform's outputs in infra/dev. Nothing was changed.
               reason  {reason}
               try     terraform -chdir=infra/dev output -json > infra/dev/outputs.json
             """,
            refused.Message, ignoreLineEndingDifferences: true);
        Assert.Equal(Verdict.Refused, refused.Verdict);
    }

    private void Write(string content)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_repository.Path, "infra", "dev")).FullName;
        File.WriteAllText(Path.Combine(folder, "outputs.json"), content);
    }

    private Task<Infrastructure> Read() => new TerraformReader(new NoProcesses(), _repository.Path)
        .Read(Shop.Application, Shop.Dev, Terraform.Outputs("infra/dev") with { File = "outputs.json" }, Ct);

    private sealed class NoProcesses : IProcesses
    {
        public Task<CommandResult> Run(Command command, Action<string>? onLine, CancellationToken ct) => throw new InvalidOperationException($"{command} was started.");
    }
}

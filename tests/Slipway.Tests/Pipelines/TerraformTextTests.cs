using Slipway.Pipelines;
using Slipway.Processes;
using Tests.Shared;

namespace Slipway.Tests.Pipelines;

public sealed class TerraformTextTests
{
    private static readonly Application Shop = Shops.Shop with
    {
        Environments = [DeployEnvironment.Local, Shops.Dev with { Infrastructure = Terraform.Outputs("infrastructure/dev") }, Shops.Prod with { Infrastructure = Terraform.Outputs("infrastructure/prod") }],
        Services =
        [
            Shops.Shop.Services[0] with
            {
                Route = Route.Path("/web/*"),
                Rollout = By.Environment<Rollout>(env => env.Is("prod") ? Rollout.ServicePair(10, 50) : Rollout.Rolling),
                Sidecars = [new("log-router") { Image = new("router") }],
            },
            Shops.Shop.Services[1] with { Route = Route.Default, Rollout = Rollout.BlueGreen },
            Shops.Shop.Services[1] with { Name = "worker" },
        ],
    };

    [Fact]
    public void What_a_deploy_changes_is_what_Terraform_leaves_alone()
    {
        var file = Assert.Single(TerraformText.Files([Shop]));

        Assert.Equal("build/aws/shop-ignore-changes.tf", file.Path);
        Approved.Matches(file.Text, "terraform.shop");
    }

    [Fact]
    public void Only_those_who_take_their_infrastructure_from_Terraform_get_it() => Assert.Empty(TerraformText.Files([Shops.Shop]));

    [Fact]
    public async Task Terraform_reads_it_and_would_write_it_the_same_way()
    {
        Assert.SkipUnless(await NpmPackages.IsThere("terraform"), "terraform is not on the PATH.");
        var folder = Directory.CreateTempSubdirectory("slipway-terraform-");
        try
        {
            foreach (var file in TerraformText.Files([Shop, Shops.Large with { Name = "mail", Environments = Shop.Environments }]))
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, Path.GetFileName(file.Path)), file.Text, TestContext.Current.CancellationToken);

            var formatted = await NpmPackages.Run(folder.FullName, new Command("terraform", "fmt", "-check", "-diff", "-list=true", "."));

            Assert.True(formatted.ExitCode == 0, formatted.Output + formatted.Error);
            await File.AppendAllTextAsync(Path.Combine(folder.FullName, "shop-ignore-changes.tf"), "resource {\n", TestContext.Current.CancellationToken);
            Assert.NotEqual(0, (await NpmPackages.Run(folder.FullName, new Command("terraform", "fmt", "-check", "."))).ExitCode);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

using Slipway.Images;
using Slipway.Pipelines.CodePipeline;

namespace Slipway.Tests.Pipelines.CodePipeline;

public sealed class ImageDefinitionsTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("slipway-definitions-");

    [Fact]
    public async Task Each_service_has_a_file_with_the_digests_of_its_containers()
    {
        var folder = Path.Combine(_root.FullName, "out");

        await ImageDefinitions.Write(ImageDefinitions.Of([Image("web", "web"), Image("web", "proxy"), Image("api", "api")]), folder, TestContext.Current.CancellationToken);

        Assert.Equal(["imagedefinitions-api.json", "imagedefinitions-web.json"], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(
            """[{"name":"web","imageUri":"111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/web@sha256:1"},{"name":"proxy","imageUri":"111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/proxy@sha256:1"}]""",
            File.ReadAllText(Path.Combine(folder, "imagedefinitions-web.json")));
    }

    public void Dispose() => _root.Delete(recursive: true);

    private static ShippedImage Image(string service, string container) => new(
        service, container, $"shop/{container}", "c0ffee", "sha256:1", $"111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/{container}@sha256:1", Built: true, Pushed: true);
}

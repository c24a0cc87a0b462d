using Slipway.Images;

namespace Slipway.Tests.Images;

public sealed class ImagePathsTests
{
    private static readonly DockerImage Server = new("server") { Prepare = new("make") { Inputs = ["./shared/", "Directory.Build.props"], Output = "server/publish" } };

    [Theory]
    [InlineData("server/app.cs", true)]
    [InlineData("server/deep/er/app.cs", true)]
    [InlineData("shared/code.cs", true)]
    [InlineData("Directory.Build.props", true)]
    [InlineData("server2/app.cs", false)]
    [InlineData("shared", true)]
    [InlineData("sharedness", false)]
    [InlineData("docs/Directory.Build.props", false)]
    public void What_is_in_the_context_or_read_to_prepare_it_counts(string file, bool counts) =>
        Assert.Equal(counts, ImagePaths.IsMadeFrom(Server, ["README.md", file]));

    [Fact]
    public void A_Dockerfile_outside_of_the_context_counts_and_its_neighbours_do_not()
    {
        var image = new DockerImage("src/web") { Dockerfile = "../../docker/web.Dockerfile" };

        Assert.True(ImagePaths.IsMadeFrom(image, ["docker/web.Dockerfile"]));
        Assert.False(ImagePaths.IsMadeFrom(image, ["docker/api.Dockerfile", "src/api/a"]));
    }

    [Fact]
    public void The_whole_repository_as_a_context_is_made_from_every_file() => Assert.True(ImagePaths.IsMadeFrom(new DockerImage("."), ["docs/a.md"]));

    [Fact]
    public void Nothing_is_made_from_no_file() => Assert.False(ImagePaths.IsMadeFrom(new DockerImage("."), []));
}

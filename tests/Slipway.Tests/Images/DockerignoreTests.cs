using Slipway.Images;

namespace Slipway.Tests.Images;

public sealed class DockerignoreTests
{
    [Theory]
    [InlineData("bin", "bin", true)]
    [InlineData("bin", "bin/a/b", true)]
    [InlineData("bin", "src/bin", false)]
    [InlineData("/bin/", "bin/a", true)]
    [InlineData("./a/../bin", "bin", true)]
    [InlineData("**/bin", "bin", true)]
    [InlineData("**/bin", "src/deep/bin/x", true)]
    [InlineData("**/bin", "src/cabin", false)]
    [InlineData("**bin", "src/cabin", true)]
    [InlineData("*.md", "a.md", true)]
    [InlineData("*.md", "docs/a.md", false)]
    [InlineData("**/*.md", "docs/a.md", true)]
    [InlineData("*/temp*", "a/temporary", true)]
    [InlineData("*/temp*", "a/b/temporary", false)]
    [InlineData("temp?", "tempa", true)]
    [InlineData("temp?", "temp", false)]
    [InlineData("docs/**", "docs/a/b", true)]
    [InlineData("docs/**", "docs", false)]
    [InlineData("[ab].txt", "a.txt", true)]
    [InlineData("[^ab].txt", "a.txt", false)]
    [InlineData("[^ab].txt", "c.txt", true)]
    [InlineData(@"\*.txt", "*.txt", true)]
    [InlineData(@"\*.txt", "a.txt", false)]
    [InlineData("a+b(1).txt", "a+b(1).txt", true)]
    [InlineData("a.txt", "abtxt", false)]
    [InlineData("# bin", "bin", false)]
    [InlineData("#bin\nbin", "bin", true)]
    [InlineData(" #bin", "#bin", true)]
    [InlineData("*\n!app", "app/x", false)]
    [InlineData("*\n!app", "other", true)]
    [InlineData("!app\n*", "app/x", true)]
    [InlineData("*.md\n!README*.md\nREADME-secret.md", "README-secret.md", true)]
    [InlineData("*.md\n!README*.md\nREADME-secret.md", "README.md", false)]
    [InlineData("*.md\nREADME-secret.md\n!README*.md", "README-secret.md", false)]
    [InlineData("*\n! app ", "app", false)]
    [InlineData("\uFEFFbin", "bin", true)]
    [InlineData("bin\r\nobj\r\n", "obj", true)]
    [InlineData("Bin", "bin", false)]
    public void Matches_as_docker_does(string patterns, string path, bool ignored) =>
        Assert.Equal(ignored, Dockerignore.Parse(patterns).Ignores(path));

    [Theory]
    [InlineData("!")]
    [InlineData("a[b")]
    public void What_docker_refuses_is_refused_by_name(string pattern)
    {
        var error = Assert.Throws<DeployException>(() => Dockerignore.Parse($"ok\n{pattern}"));

        Assert.Equal(Verdict.Usage, error.Verdict);
        Assert.Contains($"pattern  {pattern}", error.Message, StringComparison.Ordinal);
    }
}

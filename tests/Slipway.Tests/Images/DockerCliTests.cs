using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Slipway.Images;
using Slipway.Processes;

namespace Slipway.Tests.Images;

[UnsupportedOSPlatform("windows")]
public sealed class DockerCliTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly RegistryCredentials Credentials = new("registry.test:5000", "AWS", new Password("s3cret"));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_build_is_this_command_line()
    {
        Assert.Equal(
            [
                "build", "--network", "host", "--platform", "linux/arm64", "--file", "/src/app/Dockerfile", "--target", "final",
                "--build-arg", "A=1", "--build-arg", "B=two words", "--label", "org.opencontainers.image.revision=c0ffee",
                "--tag", "r/a:1", "--tag", "r/b:1", "/src/app",
            ],
            DockerCommands.Build(Everything, buildx: false));
        Assert.Equal(
            [
                "buildx", "build", "--load", "--provenance=false", "--progress=plain", "--network", "host", "--platform", "linux/amd64",
                "--file", "/src/app/Dockerfile", "--pull", "--no-cache", "--label", "org.opencontainers.image.revision=c0ffee",
                "--tag", "r/a:1", "/src/app",
            ],
            DockerCommands.Build(Everything with { Image = new DockerImage("app"), Tags = ["r/a:1"], Pull = true, NoCache = true }, buildx: true));
    }

    [Fact]
    public async Task Without_buildx_the_classic_builder_is_asked_for()
    {
        var processes = new FakeProcesses(
            ("tool buildx version", new CommandResult(1, "", "docker: 'buildx' is not a docker command.")), ("tool build", new CommandResult(0, "", "")));
        using var config = DockerConfig.Create(_folder.Path, Credentials);

        var docker = new DockerCli(new DockerConnection("tool", "unix:///private.sock"), processes, TimeProvider.System);
        await docker.Build(Everything, config, _ => { }, Ct);
        await docker.Build(Everything, config, _ => { }, Ct);

        Assert.Equal(["buildx", "build", "build"], processes.Commands.Select(command => command.Arguments[0]));
        Assert.Equal(
            new Dictionary<string, string?> { ["DOCKER_HOST"] = "unix:///private.sock", ["DOCKER_CONFIG"] = config.Folder, ["DOCKER_BUILDKIT"] = "0" },
            processes.Commands[1].Environment);
        Assert.DoesNotContain("s3cret", string.Join(' ', processes.Commands), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Step 1/2 : FROM scratch\nStep 2/2 : COPY missing /\n", "COPY failed: no such file", "Step 2/2 : COPY missing /")]
    [InlineData("", "#5 [2/2] RUN false\n#5 ERROR: exit code: 1\n------\n > [2/2] RUN false:\n------\nDockerfile:2", "[2/2] RUN false")]
    public async Task A_failed_build_names_the_step_and_shows_the_end_of_its_output(string output, string error, string step)
    {
        var processes = new FakeProcesses(
            ("docker buildx version", new CommandResult(0, "", "")), ("docker buildx build", new CommandResult(1, output, error)));
        using var config = DockerConfig.Create(_folder.Path, Credentials);

        var thrown = await Assert.ThrowsAsync<DeployException>(() =>
            new DockerCli(new DockerConnection(), processes, TimeProvider.System).Build(Everything, config, _ => { }, Ct));

        Assert.Contains($"step     {step}", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(error.Split('\n')[^1], thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_docker_that_does_not_answer_is_not_a_failed_build()
    {
        var processes = new FakeProcesses(
            ("docker buildx version", new CommandResult(0, "", "")),
            ("docker", new CommandResult(1, "", "ERROR: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?")));
        using var config = DockerConfig.Create(_folder.Path, Credentials);
        var docker = new DockerCli(new DockerConnection(), processes, TimeProvider.System);

        foreach (var attempt in (Func<Task>[])[() => docker.Build(Everything, config, _ => { }, Ct), () => docker.Push("r/a:1", config, _ => { }, Ct)])
        {
            var thrown = await Assert.ThrowsAsync<DeployException>(attempt);
            Assert.StartsWith("Docker does not answer. Nothing was changed.", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("sha256:1 linux/amd64 []\n", true)]
    [InlineData("sha256:1 linux/amd64 [\"r/a@sha256:2\"]\n", false)]
    public async Task An_image_that_no_registry_has_is_told_from_one_that_was_pulled(string answer, bool onlyHere)
    {
        var processes = new FakeProcesses(("docker image inspect", new CommandResult(0, answer, "")));

        Assert.Equal(
            new LocalImage("sha256:1", "linux/amd64", onlyHere),
            await new DockerCli(new DockerConnection(), processes, TimeProvider.System).Find("a", Ct));
    }

    [Fact]
    public void The_users_settings_stay_and_only_the_one_registry_leaves_the_credential_store()
    {
        var merged = JsonNode.Parse(DockerConfig.Merge(
            """{"credsStore":"desktop","currentContext":"remote","auths":{"ghcr.io":{}},"credHelpers":{"gcr.io":"gcloud"}}""", Credentials));

        Assert.True(JsonNode.DeepEquals(merged, JsonNode.Parse(
            """
            {
              "credsStore": "desktop", "currentContext": "remote",
              "auths": { "ghcr.io": {}, "registry.test:5000": { "auth": "QVdTOnMzY3JldA==" } },
              "credHelpers": { "gcr.io": "gcloud", "registry.test:5000": "" }
            }
            """)));
    }

    [Fact]
    public void The_password_is_in_a_private_folder_that_goes_away_while_the_users_own_stays()
    {
        _folder.Write("config.json", """{"currentContext":"remote"}""");
        _folder.Write("contexts/meta/x", "mine");
        var before = File.ReadAllText(Path.Combine(_folder.Path, "config.json"));

        var config = DockerConfig.Create(_folder.Path, Credentials);
        var file = Path.Combine(config.Folder, "config.json");
        Assert.Equal("mine", File.ReadAllText(Path.Combine(config.Folder, "contexts", "meta", "x")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(config.Folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal((byte)'{', File.ReadAllBytes(file)[0]);
        config.Dispose();

        Assert.False(Directory.Exists(config.Folder));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(_folder.Path, "contexts", "meta", "x")));
        Assert.Equal(before, File.ReadAllText(Path.Combine(_folder.Path, "config.json")));
        Assert.Equal("RegistryCredentials { Registry = registry.test:5000, User = AWS, Password = *** }", Credentials.ToString());
    }

    private static ImageBuild Everything => new(
        new DockerImage("app") { Platform = "linux/arm64", Target = "final", Arguments = { ["B"] = "two words", ["A"] = "1" } },
        new BuildContext("/src/app", "/src/app/Dockerfile"),
        ["r/a:1", "r/b:1"],
        "c0ffee");
}

using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal;

public sealed class RehearsalCloudTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_restarted_cloud_has_the_same_address_since_image_references_hold_it()
    {
        var first = await Start();
        var endpoint = first.AwsEndpoint;
        await first.DisposeAsync();

        await using var second = await Start();

        Assert.Equal(endpoint, second.AwsEndpoint);
        Assert.Equal(endpoint.Authority, second.RegistryHost);
    }

    [Fact]
    public async Task A_cloud_whose_port_was_taken_meanwhile_moves_but_a_port_that_was_asked_for_is_insisted_on()
    {
        var first = await Start();
        await first.DisposeAsync();
        using var other = LoopbackSocket.Bind(first.AwsEndpoint.Port);
        other.Socket.Listen();

        await using (var second = await Start())
            Assert.NotEqual(first.AwsEndpoint, second.AwsEndpoint);

        var error = await Assert.ThrowsAsync<DeployException>(() => Start(first.AwsEndpoint.Port));
        Assert.Contains($"port {first.AwsEndpoint.Port} of 127.0.0.1 is taken", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_has_one_cloud_at_a_time()
    {
        await using var first = await Start();

        var error = await Assert.ThrowsAsync<DeployException>(() => Start());

        Assert.Contains($"another one runs from {_folder.Path}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cloud_that_cannot_start_leaves_its_folder_free()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "state"));
        var damaged = Path.Combine(_folder.Path, "state", "ecr.json");
        await File.WriteAllTextAsync(damaged, "{", TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<DeployException>(() => Start());

        File.Delete(damaged);
        await using var cloud = await Start();

        using var http = new HttpClient();
        Assert.Contains("\"status\":\"ok\"", await http.GetStringAsync(new Uri(cloud.AwsEndpoint, "/_slipway/health"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_are_switched_over_HTTP_and_end_with_the_process()
    {
        using var http = new HttpClient();
        await using (var first = await Start())
        {
            using var put = await http.PutAsync(
                new Uri(first.AwsEndpoint, "/_slipway/faults"), new StringContent("""[{"operation": "cloudfront:*", "kind": "throttle"}]"""), TestContext.Current.CancellationToken);
            Assert.Equal(
                """[{"fault":{"operation":"cloudfront:*","kind":"throttle"},"hits":0,"over":false}]""",
                await put.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        await using var second = await Start();

        Assert.Equal("[]", await http.GetStringAsync(new Uri(second.AwsEndpoint, "/_slipway/faults"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Cloud_json_tells_how_the_cloud_is_reached()
    {
        await using var cloud = await Start();
        Assert.Null(CloudFile.Read(_folder.Path));

        var written = CloudFile.Of(cloud, "unix:///docker.sock", "docker", 60);
        written.Write(_folder.Path);

        Assert.Equal(written, CloudFile.Read(_folder.Path));
        Assert.Equal((Environment.ProcessId, cloud.AwsEndpoint), (written.Pid, written.AwsEndpoint));
    }

    [Theory]
    [InlineData("--port 1", "--folder is missing")]
    [InlineData("--folder", "--folder has no value")]
    [InlineData("--folder a --folder b", "--folder is given twice")]
    [InlineData("--folder a --colour red", "--colour is unknown")]
    [InlineData("--folder a --port 70000", "--port must be a number from 0 to 65535, found 70000")]
    [InlineData("--folder a --speed 0.5", "--speed must be a number from 1 to 100000, found 0.5")]
    [InlineData("--folder a --docker-cli docker", "--docker-host and --docker-cli go together")]
    [InlineData("--folder a --docker-cli docker --docker-host tcp://x", "--docker-host must begin with unix://, found tcp://x")]
    public void A_wrong_command_line_is_refused_with_the_reason(string line, string reason)
    {
        var error = Assert.Throws<DeployException>(() => RehearsalArguments.Parse(line.Split(' ')));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(Verdict.Usage, error.Verdict);
    }

    [Fact]
    public void A_command_line_is_read()
    {
        Assert.Equal(new RehearsalArguments(Path.GetFullPath("a"), 0, 1, null, null), RehearsalArguments.Parse(["--folder", "a"]));
        Assert.Equal(
            new RehearsalArguments(Path.GetFullPath("a"), 8080, 60, "unix:///s", "docker"),
            RehearsalArguments.Parse(["--folder", "a", "--port", "8080", "--speed", "60", "--docker-host", "unix:///s", "--docker-cli", "docker"]));
    }

    public void Dispose() => _folder.Dispose();

    private Task<RehearsalCloud> Start(int port = 0) =>
        RehearsalCloud.Start(new RehearsalOptions(_folder.Path, _ => new NoTasks()) { Port = port }, TestContext.Current.CancellationToken);
}

using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Processes;

namespace Slipway.EndToEnd;

/// <summary>Whatever ends the rehearsal cloud, the next command goes on from there.</summary>
public sealed class RecoveryTests(DeployedChat chat) : IClassFixture<DeployedChat>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string CloudFile => Path.Combine(chat.Workspace.Root, ".nuke", "temp", "rehearsal", "cloud.json");

    [Fact]
    public async Task A_cloud_that_was_killed_comes_back_with_its_state_and_serves_at_the_same_address()
    {
        Assert.Equal(0, (await chat.Workspace.Build(Ct, "Rehearse")).ExitCode);
        var cloud = JsonNode.Parse(await File.ReadAllTextAsync(CloudFile, Ct))!;
        Assert.True(new UnixProcess(int.Parse($"{cloud["pid"]}", CultureInfo.InvariantCulture)).Kill());

        var again = await chat.Workspace.Build(Ct, "Deploy");

        Assert.True(again.ExitCode == 0, again.Output);
        Assert.Equal(chat.First.Url("web"), again.Url("web"));
        Assert.NotNull(await Eventually(() => chat.Version(Ct)));
    }

    [Fact]
    public async Task A_stop_ends_every_process_that_was_started_and_can_be_repeated()
    {
        Assert.Equal(0, (await chat.Workspace.Build(Ct, "RehearseStop")).ExitCode);
        Assert.Equal(0, (await chat.Workspace.Build(Ct, "RehearseStop")).ExitCode);

        Assert.Empty(UnixProcess.Find(arguments => arguments.Any(argument => argument.Contains(chat.Workspace.Root, StringComparison.Ordinal))));
        Assert.False(File.Exists(CloudFile));
    }

    /// <summary>A task that is started anew needs a moment to become healthy.</summary>
    private static async Task<string?> Eventually(Func<Task<string?>> ask)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ask();
            }
            catch (HttpRequestException) when (attempt < 100)
            {
                await Task.Delay(200, Ct);
            }
        }
    }
}

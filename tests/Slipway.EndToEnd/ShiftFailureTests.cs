using System.Text.Json.Nodes;
using ChatLoad;
using Slipway.Processes;

namespace Slipway.EndToEnd;

/// <summary>What the load client says when something is wrong.</summary>
[Collection(DeployedChat.Name)]
public sealed class ShiftFailureTests(DeployedChat chat)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Traffic_that_moves_to_a_target_group_before_it_has_a_healthy_target_fails_the_run()
    {
        using var weights = new ShiftWeights(chat.First.Url("aws"));
        var before = await weights.Read(Ct);
        var early = await weights.MakeEmptyGroup("chat-server-early", Ct);
        await using var load = new ShiftLoad(new Uri(chat.First.Url("web")), clients: 10, rate: 20);

        await load.Begin(Ct);
        await load.Mark(Mark.ShiftBegin, Ct);
        await weights.Write(before.ToDictionary(group => group.Key, _ => 50).Append(KeyValuePair.Create(early, 50)).ToDictionary(), Ct);
        await Refused();
        await weights.Write(before, Ct);
        var report = await load.End(Ct);

        Assert.Equal(new Dictionary<string, int> { ["status 503"] = report.Requests.Failed }, report.Requests.FailedBy);
        Assert.Contains($"{report.Requests.Failed} requests failed: status 503", report.Failures);
        Assert.True(report.Requests.Failed > 0, ReportText.Of(report));
    }

    [Fact]
    public async Task A_task_that_dies_fails_the_run_with_the_sockets_that_it_had()
    {
        Assert.Equal(0, (await chat.Workspace.Build(Ct, "Deploy")).ExitCode);
        await using var load = new ShiftLoad(new Uri(chat.First.Url("web")), clients: 10, rate: 20);

        await load.Begin(Ct);
        await KillOneTask();
        var report = await load.End(Ct);

        Assert.InRange(report.Sockets.ClosedByShift, 1, 9);
        Assert.Contains($"{report.Sockets.ClosedByShift} sockets were closed before the shift was over", report.Failures);
        Assert.All(report.Sockets.Closed, closed => Assert.Equal((SocketEnd.Cut, "no shift"), (closed.By, closed.Phase)));
        Assert.True(report.Messages.Missing == 0, ReportText.Of(report));
    }

    private async Task KillOneTask()
    {
        // A container's host is named after it.
        using var client = new HttpClient();
        var host = (string?)JsonNode.Parse(await client.GetStringAsync(new Uri(chat.First.Url("web") + "api/version"), Ct))!["host"];
        var cloud = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(chat.Workspace.Root, ".nuke", "temp", "rehearsal", "cloud.json"), Ct))!;
        var kill = new Command($"{cloud["dockerCli"]}", "kill", host!) { Environment = new Dictionary<string, string?> { ["DOCKER_HOST"] = $"{cloud["dockerHost"]}" } };

        var killed = await new SystemProcesses(TimeProvider.System).Run(kill, onLine: null, Ct);
        Assert.True(killed.ExitCode == 0, killed.Error);
    }

    /// <summary>Until somebody else than the load client, too, is turned away, and so often that the load client cannot have been lucky all the time.</summary>
    private async Task Refused()
    {
        using var client = new HttpClient();
        var refused = 0;
        for (var attempt = 0; attempt < 200 && refused < 10; attempt++)
        {
            using var answer = await client.GetAsync(new Uri(chat.First.Url("web") + "api/version"), Ct);
            if (!answer.IsSuccessStatusCode)
                refused++;
            await Task.Delay(50, Ct);
        }

        Assert.True(refused == 10, $"{refused} were turned away.");
    }
}

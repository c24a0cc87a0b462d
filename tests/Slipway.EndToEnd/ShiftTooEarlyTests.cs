using ChatLoad;

namespace Slipway.EndToEnd;

/// <summary>What the load client says of a shift that is wrong.</summary>
[Collection(DeployedChat.Name)]
public sealed class ShiftTooEarlyTests(DeployedChat chat)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Traffic_that_moves_to_a_target_group_before_it_has_a_healthy_target_fails_the_run()
    {
        using var weights = new ShiftWeights(chat.First.Url("aws"));
        var before = await weights.Read(Ct);
        var early = await weights.MakeEmptyGroup(Ct);
        var load = new ShiftLoad(new Uri(chat.First.Url("web")), clients: 10, rate: 20);

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

    /// <summary>Until somebody else than the load client, too, is turned away.</summary>
    private async Task Refused()
    {
        using var client = new HttpClient();
        for (var attempt = 0; attempt < 200; attempt++)
        {
            using var answer = await client.GetAsync(new Uri(chat.First.Url("web") + "api/version"), Ct);
            if (!answer.IsSuccessStatusCode)
                return;
            await Task.Delay(50, Ct);
        }

        Assert.Fail("Nobody was turned away.");
    }
}

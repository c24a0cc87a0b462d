using Slipway.Sites.Transfer;

namespace Slipway.Tests.Sites.Transfer;

public sealed class RequestLimitTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_more_than_the_limit_are_under_way_and_those_that_wait_go_in_turn()
    {
        var limit = new RequestLimit();
        for (var i = 0; i < RequestLimit.First; i++)
            await limit.Enter(Ct);

        var first = limit.Enter(Ct);
        var second = limit.Enter(Ct);
        Assert.Equal((false, false), (first.IsCompleted, second.IsCompleted));

        limit.Leave(0, Outcome.Other, null);
        await first;
        Assert.False(second.IsCompleted);
        limit.Leave(0, Outcome.Other, null);
        await second;
    }

    [Fact]
    public async Task While_answers_are_quick_it_grows_by_one_for_each_to_a_bound()
    {
        var limit = new RequestLimit();
        await Rush(limit, 100, TimeSpan.FromMilliseconds(20));
        // Until fewer are left than may go.
        Assert.InRange(limit.Now, 60, 70);

        await Rush(limit, 1000, TimeSpan.FromMilliseconds(20));
        Assert.Equal(RequestLimit.Most, limit.Now);
    }

    [Fact]
    public async Task While_answers_are_slow_it_grows_by_one_for_each_round()
    {
        var limit = new RequestLimit();
        await Serve(limit, TimeSpan.FromMilliseconds(1));
        await Rush(limit, 1000, TimeSpan.FromMilliseconds(20));

        // 32 + 33 + ... + 54 is about a thousand.
        Assert.InRange(limit.Now, 52, 55);
    }

    [Fact]
    public async Task When_fewer_are_asked_for_it_halves_once_for_all_that_were_under_way()
    {
        var limit = new RequestLimit();
        List<int> entered = [];
        for (var i = 0; i < RequestLimit.First; i++)
            entered.Add(await limit.Enter(Ct));

        foreach (var one in entered)
            limit.Leave(one, Outcome.Congested, null);

        Assert.Equal(RequestLimit.First / 2, limit.Now);
        for (var i = 0; i < 10; i++)
            limit.Leave(await limit.Enter(Ct), Outcome.Congested, null);

        Assert.Equal(RequestLimit.Least, limit.Now);
    }

    [Fact]
    public async Task After_it_was_cut_quick_answers_make_it_grow_slowly()
    {
        var limit = new RequestLimit();
        limit.Leave(await limit.Enter(Ct), Outcome.Congested, null);
        await Rush(limit, 100, TimeSpan.FromMilliseconds(20));

        Assert.InRange(limit.Now, (RequestLimit.First / 2) + 3, (RequestLimit.First / 2) + 6);
    }

    [Fact]
    public async Task A_house_that_is_not_full_says_nothing_about_a_larger_one()
    {
        var limit = new RequestLimit();
        for (var i = 0; i < 1000; i++)
            await Serve(limit, TimeSpan.FromMilliseconds(20));

        Assert.Equal(RequestLimit.First, limit.Now);
    }

    [Fact]
    public async Task Who_stops_waiting_takes_nobodys_place()
    {
        var limit = new RequestLimit();
        for (var i = 0; i < RequestLimit.First; i++)
            await limit.Enter(Ct);

        using var stop = new CancellationTokenSource();
        var stopped = limit.Enter(stop.Token).AsTask();
        var next = limit.Enter(Ct);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);

        limit.Leave(0, Outcome.Other, null);
        await next;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await limit.Enter(stop.Token));
    }

    private static async Task Serve(RequestLimit limit, TimeSpan took) => limit.Leave(await limit.Enter(Ct), Outcome.Served, took);

    /// <summary>Many that want to go at once, each as soon as it may.</summary>
    private static async Task Rush(RequestLimit limit, int count, TimeSpan took)
    {
        foreach (var entering in Enumerable.Range(0, count).Select(_ => limit.Enter(Ct).AsTask()).ToList())
            limit.Leave(await entering, Outcome.Served, took);
    }
}

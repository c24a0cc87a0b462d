using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Releases;
using Slipway.Tests.Images;

namespace Slipway.Tests.Releases;

/// <summary>On S3's clock, which goes on by itself; the clocks of the runs are wrong.</summary>
public sealed class DeployLockTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly SteppedTime _s3 = new();
    private readonly MemoryBucket _bucket;
    private readonly RecordingOutput _output = new();

    public DeployLockTests() => _bucket = new MemoryBucket(_s3);

    [Fact]
    public async Task A_free_lock_is_taken_says_whose_it_is_and_is_given_back()
    {
        await using (var held = await Lock().Take(Owner("ann"), LockWait.Refuse, Ct))
        {
            var document = JsonNode.Parse(_bucket.Text("lock.json"))!;
            Assert.Equal("60", $"{document["leaseSeconds"]}");
            Assert.Equal(
                """{"who":"ann","host":"build-7","runUrl":"https://ci.example/42","process":4711,"release":"r-ann","started":"2026-01-02T04:04:05+00:00"}""",
                Regex.Replace(_bucket.Text("lock.json").Split("\"owner\": ")[1], @"\s+", "")[..^1]);
            Assert.Null(held.Loss);
        }

        Assert.Equal(["put lock.json", "delete lock.json"], _bucket.Writes);
        Assert.Empty(_output.Events);
    }

    [Fact]
    public async Task A_held_lock_is_refused_and_all_that_helps_to_find_its_holder_is_said()
    {
        await using var held = await Lock().Take(Owner("ann"), LockWait.Refuse, Ct);
        await _s3.Pass(20 * Second);

        var error = await Assert.ThrowsAsync<DeployException>(() => Lock().Take(Owner("ben"), LockWait.Refuse, Ct));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Equal(
            """
            Another run holds the deploy lock s3://slipway-chat-prod-111122223333/lock.json. Nothing was changed.
              holder  ann on build-7 (process 4711), release r-ann
              since   2026-01-02 03:04:05 UTC, 20 s ago
              run     https://ci.example/42
              lease   until 03:05:21 UTC, in 56 s, and renewed while that run lives
              try     --wait-for-lock, or again when the lease is over: a run that was killed holds the lock no longer than that
            """,
            error.Message);
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public async Task A_clock_that_is_wrong_by_an_hour_neither_takes_a_held_lock_nor_leaves_a_free_one(int minutes)
    {
        Abandon("ann");
        var wrong = Lock(_s3.WrongBy(TimeSpan.FromMinutes(minutes)));

        _s3.Advance(60 * Second);
        await Assert.ThrowsAsync<DeployException>(() => wrong.Take(Owner("ben"), LockWait.Refuse, Ct));
        _s3.Advance(1 * Second);
        await using var taken = await wrong.Take(Owner("ben"), LockWait.Refuse, Ct);

        Assert.Contains("r-ben", _bucket.Text("lock.json"), StringComparison.Ordinal);
        Assert.Equal(
            """
            Took the deploy lock over; the run that held it ended without giving it back.
              holder  ann on build-7 (process 4711), release r-ann
              since   2026-01-02 03:04:05 UTC, 61 s ago
              run     https://ci.example/42
              lease   over since 03:05:06 UTC
            """,
            Assert.Single(_output.Events).Text);
    }

    [Fact]
    public async Task A_run_that_lives_keeps_the_lock_for_as_long_as_it_wants()
    {
        await using var held = await Lock().Take(Owner("ann"), LockWait.Refuse, Ct);

        await _s3.Pass(TimeSpan.FromMinutes(3));

        await Assert.ThrowsAsync<DeployException>(() => Lock().Take(Owner("ben"), LockWait.Refuse, Ct));
        Assert.False(held.Lost.IsCancellationRequested);
        Assert.InRange(_bucket.Writes.Count, 12, 13);
        Assert.Equal(_bucket.ETags.Count, _bucket.ETags.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(SteppedTime.Start, (await Lock().Holder(Ct))!.Since);
    }

    [Fact]
    public async Task Of_many_runs_at_once_one_gets_a_free_lock()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => TryTake($"run{i}"))));

        await using var only = Assert.Single(all.OfType<HeldLock>());
        Assert.Equal(["put lock.json"], _bucket.Writes);
    }

    [Fact]
    public async Task Of_many_runs_at_once_one_gets_the_lock_of_a_run_that_was_killed()
    {
        Abandon("ann");
        _s3.Advance(61 * Second);

        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => TryTake($"run{i}"))));

        await using var only = Assert.Single(all.OfType<HeldLock>());
        Assert.Equal(["put lock.json"], _bucket.Writes);
    }

    [Fact]
    public async Task A_lock_that_is_taken_between_the_look_and_the_write_is_refused()
    {
        _bucket.Before = (call, _) =>
        {
            if (call == "put lock.json")
                Abandon("ann");

            return Task.CompletedTask;
        };

        var error = await Assert.ThrowsAsync<DeployException>(() => Lock().Take(Owner("ben"), LockWait.Refuse, Ct));

        Assert.Contains("holder  ann on build-7", error.Message, StringComparison.Ordinal);
        Assert.Empty(_bucket.Writes);
    }

    [Fact]
    public async Task A_lock_that_was_taken_over_is_lost_at_the_next_renewal_and_left_to_the_other()
    {
        var ann = await Lock().Take(Owner("ann"), LockWait.Refuse, Ct);
        await _s3.Pass(16 * Second);

        await using var ben = await Lock().TakeOver(Owner("ben"), Ct);
        await _s3.Pass(() => ann.Lost.IsCancellationRequested, limit: 15 * Second);
        await ann.DisposeAsync();

        Assert.Equal(Verdict.Superseded, Assert.Throws<DeployException>(ann.Demand).Verdict);
        Assert.Equal(
            """
            This run has lost the deploy lock s3://slipway-chat-prod-111122223333/lock.json: another run took it over.
              holder  ben on build-7 (process 4711), release r-ben
              run     https://ci.example/42
              try     read that run; what it leaves is what counts
            """,
            ann.Loss!.Message);
        Assert.Contains("r-ben", _bucket.Text("lock.json"), StringComparison.Ordinal);
        Assert.Equal([typeof(LockTakenOver), typeof(LockLost)], _output.Events.Select(one => one.GetType()));
        ben.Demand();
    }

    [Fact]
    public async Task A_free_lock_is_taken_over_without_a_word()
    {
        await using var held = await Lock().TakeOver(Owner("ben"), Ct);

        Assert.Empty(_output.Events);
        Assert.Equal(["put lock.json"], _bucket.Writes);
    }

    [Fact]
    public async Task A_lock_that_somebody_deleted_is_lost()
    {
        await using var held = await Lock().Take(Owner("ann"), LockWait.Refuse, Ct);
        await _bucket.Delete("lock.json", _bucket.ETags[^1], Ct);

        await _s3.Pass(() => held.Lost.IsCancellationRequested, limit: 15 * Second);

        Assert.Contains("it was deleted", held.Loss!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outage_of_S3_that_is_shorter_than_the_lease_is_nothing()
    {
        await using var held = await Lock().Take(Owner("ann"), LockWait.Refuse, Ct);
        _bucket.Before = (_, _) => throw Outage();
        await _s3.Pass(40 * Second);
        _bucket.Before = (_, _) => Task.CompletedTask;
        await _s3.Pass(60 * Second);

        Assert.Null(held.Loss);
        Assert.True(_bucket.Writes.Count > 3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lock_that_cannot_be_renewed_is_given_up_before_another_run_may_have_it(bool hangs)
    {
        await using var held = await Lock().Take(Owner("ann"), LockWait.Refuse, Ct);
        _bucket.Before = (call, ct) => call == "delete lock.json" ? Task.CompletedTask : hangs ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct) : throw Outage();

        await _s3.Pass(44 * Second);
        Assert.False(held.Lost.IsCancellationRequested);
        await _s3.Pass(() => held.Lost.IsCancellationRequested, limit: 5 * Second);

        Assert.InRange(_s3.GetUtcNow() - SteppedTime.Start, 45 * Second, 50 * Second);
        Assert.Equal(Verdict.Failed, held.Loss!.Verdict);
        Assert.Contains("could not be renewed for 45 s", held.Loss.Message, StringComparison.Ordinal);
        Assert.Contains(hangs ? "no answer came in time" : "S3 is away", held.Loss.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_is_lost_on_the_way_does_not_lose_the_lock()
    {
        var lost = 0;
        _bucket.LosesAnswer = _ => lost++ % 2 == 0;

        var held = await Lock().Take(Owner("ann"), LockWait.Refuse, Ct);
        await _s3.Pass(TimeSpan.FromMinutes(2));
        await held.DisposeAsync();

        Assert.Null(held.Loss);
        Assert.False(_bucket.Has("lock.json"));
        Assert.True(lost > 8);
    }

    [Fact]
    public async Task A_run_does_not_wait_for_itself_when_the_connection_broke_after_its_own_write()
    {
        var writes = 0;
        _bucket.Breaks = _ => writes++ == 0;

        var taking = Lock().Take(Owner("ann"), LockWait.Wait, Ct);
        await _s3.Pass(() => taking.IsCompleted, limit: 7 * Second);

        await using var held = await taking;
        Assert.Equal(["put lock.json", "put lock.json"], _bucket.Writes);
        Assert.Empty(_output.Events);
    }

    [Fact]
    public async Task Waiting_says_once_for_whom_and_ends_when_the_lock_is_given_back()
    {
        var ann = await Lock().Take(Owner("ann"), LockWait.Refuse, Ct);

        var taking = Lock().Take(Owner("ben"), LockWait.Wait, Ct);
        await _s3.Pass(30 * Second);
        Assert.False(taking.IsCompleted);
        await ann.DisposeAsync();
        await _s3.Pass(() => taking.IsCompleted, limit: 7 * Second);

        await using var ben = await taking;
        var told = Assert.IsType<LockAwaited>(Assert.Single(_output.Events));
        Assert.StartsWith("Waiting for the deploy lock.\n  holder  ann on build-7", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_ends_when_the_lease_of_a_run_that_was_killed_is_over()
    {
        Abandon("ann");

        var taking = Lock().Take(Owner("ben"), LockWait.Wait, Ct);
        await _s3.Pass(() => taking.IsCompleted, limit: 70 * Second);

        await using var ben = await taking;
        Assert.InRange(_s3.GetUtcNow() - SteppedTime.Start, 61 * Second, 68 * Second);
    }

    [Fact]
    public async Task Waiting_goes_on_over_an_outage_and_can_be_cancelled()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        _bucket.Before = (_, _) => throw Outage();

        var taking = Lock().Take(Owner("ben"), LockWait.Wait, stop.Token);
        await _s3.Pass(30 * Second);
        Assert.False(taking.IsCompleted);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taking);
        Assert.Empty(_bucket.Writes);
    }

    [Fact]
    public async Task Without_a_release_bucket_nobody_holds_the_lock_and_nobody_gets_it()
    {
        _bucket.IsMissing = true;

        Assert.Null(await Lock().Holder(Ct));
        var error = await Assert.ThrowsAsync<DeployException>(() => Lock().Take(Owner("ann"), LockWait.Wait, Ct));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Contains("Bootstrap", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"token\":", "reason  ")]
    [InlineData("{}", "it lacks token, owner or lease")]
    public async Task What_cannot_be_read_as_a_lock_is_named_and_left_alone(string content, string reason)
    {
        _bucket.Write("lock.json", content);

        var error = await Assert.ThrowsAsync<DeployException>(() => Lock().Take(Owner("ann"), LockWait.Wait, Ct));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.StartsWith("s3://slipway-chat-prod-111122223333/lock.json cannot be read as a deploy lock.", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Empty(_bucket.Writes);
    }

    [Fact]
    public async Task A_look_at_the_holder_writes_nothing_and_tells_a_lease_that_is_over()
    {
        Abandon("ann");

        var held = await Lock().Holder(Ct);
        _s3.Advance(90 * Second);
        var over = await Lock().Holder(Ct);

        Assert.Equal(("ann", false), (held!.Owner.Who, held.IsOver));
        Assert.Equal(("ann", true), (over!.Owner.Who, over.IsOver));
        Assert.Contains(over.Lines, line => line == "  lease   over since 03:05:06 UTC");
        Assert.Empty(_bucket.Writes);
    }

    [Fact]
    public async Task A_lock_that_cannot_be_given_back_is_told_and_ends_by_itself()
    {
        var held = await Lock().Take(Owner("ann"), LockWait.Refuse, Ct);
        _bucket.Before = (call, _) => call == "delete lock.json" ? throw Outage() : Task.CompletedTask;

        await held.DisposeAsync();

        Assert.Contains("S3 is away.", Assert.IsType<LockLeft>(Assert.Single(_output.Events)).Text, StringComparison.Ordinal);
        await _s3.Pass(61 * Second);
        Assert.True((await Lock().Holder(Ct))!.IsOver);
    }

    [Fact]
    public async Task A_lock_that_is_found_taken_over_when_it_is_given_back_is_left_to_the_other_and_told()
    {
        var ann = await Lock().Take(Owner("ann"), LockWait.Refuse, Ct);
        Abandon("ben");

        await ann.DisposeAsync();

        Assert.Contains("another run took it over", Assert.IsType<LockLost>(Assert.Single(_output.Events)).Text, StringComparison.Ordinal);
        Assert.Contains("r-ben", _bucket.Text("lock.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_rehearsal_has_a_shorter_lease() =>
        Assert.Equal((10 * Second, 2 * Second), (LockTimes.Of(isLoopback: true, Tempo.OfAws).Lease, LockTimes.Of(isLoopback: true, Tempo.OfAws).Beat));

    [Fact]
    public void The_owner_is_this_process_and_its_job()
    {
        var variables = new Dictionary<string, string>
        {
            ["GITHUB_ACTIONS"] = "true",
            ["GITHUB_SERVER_URL"] = "https://github.com/",
            ["GITHUB_REPOSITORY"] = "acme/chat",
            ["GITHUB_RUN_ID"] = "42",
        };

        var owner = LockOwner.Of("arn:aws:iam::111122223333:user/ann", "r1", variables.GetValueOrDefault, _s3);

        Assert.Equal(
            new LockOwner("arn:aws:iam::111122223333:user/ann", Environment.MachineName, "https://github.com/acme/chat/actions/runs/42", Environment.ProcessId, "r1", SteppedTime.Start),
            owner);
        Assert.Equal((Environment.UserName, null), (LockOwner.Of(null, "r1", _ => null, _s3).Who, RunUrl.Of(_ => null)));
        Assert.Equal("https://build/7", RunUrl.Of(name => name == "CODEBUILD_BUILD_URL" ? "https://build/7" : null));
    }

    private static DeployException Outage() => new("S3 is away.") { MayPass = true };

    private static LockOwner Owner(string who) => new(who, "build-7", "https://ci.example/42", 4711, $"r-{who}", SteppedTime.Start + TimeSpan.FromHours(1));

    private DeployLock Lock(TimeProvider? clock = null) => new(_bucket, LockTimes.Aws, _output, clock ?? _s3.WrongBy(TimeSpan.FromHours(1)));

    /// <summary>Leaves the lock as a run does that is killed.</summary>
    private void Abandon(string who) =>
        _bucket.Write("lock.json", System.Text.Encoding.UTF8.GetString(new LockDocument($"token-{who}", 0, 60, Since: null, Owner(who)).ToJson()));

    private async Task<HeldLock?> TryTake(string who)
    {
        try
        {
            return await Lock().Take(Owner(who), LockWait.Refuse, Ct);
        }
        catch (DeployException exception) when (exception.Verdict == Verdict.Refused)
        {
            return null;
        }
    }
}

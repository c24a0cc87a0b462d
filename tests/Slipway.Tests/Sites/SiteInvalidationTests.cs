using Slipway.Sites;
using Slipway.Tests.Images;

namespace Slipway.Tests.Sites;

public sealed class SiteInvalidationTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly InvalidationDebt Debt = new("r2-5", ["/", "/index.html"]);

    private readonly RecordingOutput _output = new();
    private readonly JumpingTime _time = new();

    [Fact]
    public async Task With_too_many_in_progress_it_waits_longer_each_time_and_says_so_once()
    {
        var cdn = new QueueingCdn(refusals: 8);

        Assert.True(await Pay(cdn));

        Assert.Equal(9, cdn.Asked.Count);
        Assert.All(cdn.Asked, asked => Assert.Equal("E1 r2-5 / /index.html", asked));
        Assert.Equal(["SiteInvalidating", "SiteInvalidationQueued", "SiteInvalidated"], _output.Events.Select(happened => happened.GetType().Name));
        Assert.All(_time.Waits.Zip([1, 2, 4, 8, 16, 30, 30, 30]), pair => Assert.InRange(pair.First.TotalSeconds, pair.Second * 0.5, pair.Second * 1.5));
    }

    [Fact]
    public async Task What_never_gets_its_turn_stays_owed()
    {
        Assert.False(await Pay(new QueueingCdn(int.MaxValue)));

        var owed = Assert.Single(_output.Events.OfType<InvalidationOwed>());
        Assert.Equal((Debt.Paths, "CloudFront has too many invalidations in progress"), (owed.Paths, owed.Reason));
        Assert.Single(_output.Events.OfType<SiteInvalidationQueued>());
    }

    [Fact]
    public async Task What_never_completes_stays_owed_and_is_named()
    {
        Assert.False(await Pay(new QueueingCdn(0) { Completes = false }));

        Assert.Equal("invalidation I1 is still in progress", Assert.Single(_output.Events.OfType<InvalidationOwed>()).Reason);
    }

    [Fact]
    public async Task What_is_refused_for_good_is_not_asked_for_again()
    {
        var cdn = new QueueingCdn(0) { Failure = new DeployException("cloudfront:CreateInvalidation was refused.") };

        Assert.False(await Pay(cdn));

        Assert.Single(cdn.Asked);
        Assert.Equal("cloudfront:CreateInvalidation was refused.", Assert.Single(_output.Events.OfType<InvalidationOwed>()).Reason);
    }

    private Task<bool> Pay(ICdn cdn) => new SiteInvalidation(cdn, _output, _time).Pay("web", "E1", Debt, Ct);

    private sealed class QueueingCdn(int refusals) : ICdn
    {
        private int _refusals = refusals;

        public List<string> Asked { get; } = [];

        public bool Completes { get; init; } = true;

        public DeployException? Failure { get; init; }

        public Task<DistributionFacts?> Distribution(string id, CancellationToken ct) => throw new NotSupportedException("nobody asks for it");

        public Task<string?> Invalidate(string distribution, string reference, IReadOnlyList<string> paths, CancellationToken ct)
        {
            Asked.Add($"{distribution} {reference} {string.Join(' ', paths)}");
            return Failure is { } failure ? throw failure : Task.FromResult(_refusals-- > 0 ? null : "I1");
        }

        public Task<bool> IsCompleted(string distribution, string invalidation, CancellationToken ct) => Task.FromResult(Completes);
    }

    /// <summary>A clock on which every wait is over at once, however long it is.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public List<TimeSpan> Waits { get; } = [];

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            _now += dueTime;
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}

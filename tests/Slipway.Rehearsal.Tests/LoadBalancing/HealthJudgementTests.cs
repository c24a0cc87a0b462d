namespace Slipway.Rehearsal.LoadBalancing;

public sealed class HealthJudgementTests
{
    private static readonly HealthCheck Check = new(true, "traffic-port", "/", 30, 5, HealthyThreshold: 3, UnhealthyThreshold: 2, "200-204,301");

    /// <summary>Probes: a number is a status code, t a timeout, x a refused connection. States after each: i, h or u.</summary>
    [Theory]
    [InlineData("200", "h")]
    [InlineData("500 200", "i h")]
    [InlineData("500 500", "i u")]
    [InlineData("x x 200 200 200", "i u u u h")]
    [InlineData("x x 200 x 200 200 200", "i u u u u u h")]
    [InlineData("200 t 200 t 200", "h h h h h")]
    [InlineData("200 t t 200", "h h u u")]
    public void A_state_changes_at_its_threshold_and_a_new_target_is_healthy_at_once(string probes, string states)
    {
        var condition = TargetCondition.Registered;
        var seen = new List<char>();
        foreach (var probe in probes.Split(' '))
        {
            condition = HealthJudgement.After(condition, Parse(probe), Check);
            seen.Add(condition.Health.State[0]);
        }

        Assert.Equal(states, string.Join(' ', seen));
    }

    [Theory]
    [InlineData("503", "Target.ResponseCodeMismatch", "Health checks failed with these codes: [503]")]
    [InlineData("t", "Target.Timeout", "Request timed out")]
    [InlineData("x", "Target.FailedHealthChecks", "Health checks failed")]
    public void The_reason_is_that_of_the_last_failure(string probe, string reason, string description)
    {
        var before = HealthJudgement.After(TargetCondition.Registered, Parse("404"), Check);
        Assert.Equal(new TargetHealth("initial", "Elb.InitialHealthChecking", "Initial health checks in progress"), before.Health);
        Assert.Equal(new TargetHealth("unhealthy", reason, description), HealthJudgement.After(before, Parse(probe), Check).Health);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(204, true)]
    [InlineData(205, false)]
    [InlineData(301, true)]
    [InlineData(302, false)]
    public void A_matcher_has_codes_and_ranges(int code, bool matches) => Assert.Equal(matches, HealthJudgement.Matches(Check.Matcher, code));

    private static Probe Parse(string probe) => probe switch
    {
        "t" => new Probe.TimedOut(),
        "x" => new Probe.Failed(),
        _ => new Probe.Answered(int.Parse(probe)),
    };
}

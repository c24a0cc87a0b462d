using System.Globalization;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Ecs;

public sealed class ShiftPlanTests
{
    [Theory]
    [InlineData("""{ "strategy": "BLUE_GREEN", "bakeTimeInMinutes": 5 }""", "100+0")]
    [InlineData("""{ "strategy": "CANARY" }""", "5+10 100+0")]
    [InlineData("""{ "strategy": "CANARY", "canaryConfiguration": { "canaryPercent": 12.5, "canaryBakeTimeInMinutes": 0 } }""", "12.5+0 100+0")]
    [InlineData("""{ "strategy": "CANARY", "canaryConfiguration": { "canaryPercent": 100.0 } }""", "100+0")]
    [InlineData("""{ "strategy": "LINEAR" }""", "10+6 20+6 30+6 40+6 50+6 60+6 70+6 80+6 90+6 100+0")]
    [InlineData("""{ "strategy": "LINEAR", "linearConfiguration": { "stepPercent": 33.3, "stepBakeTimeInMinutes": 2 } }""", "33.3+2 66.6+2 99.9+2 100+0")]
    [InlineData("""{ "strategy": "LINEAR", "linearConfiguration": { "stepPercent": 50, "stepBakeTimeInMinutes": 1 } }""", "50+1 100+0")]
    public void Each_strategy_has_its_steps_of_production_traffic(string configuration, string steps)
    {
        var plan = Plan(configuration);

        Assert.Equal(steps, string.Join(' ', plan.Where(step => step.Stage == "PRODUCTION_TRAFFIC_SHIFT")
            .Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Percent:0.#}+{step.BakeMinutes}"))));
        Assert.All(plan.Index().Where(one => one.Item.Stage == "PRODUCTION_TRAFFIC_SHIFT"), one => Assert.Equal("PRE_PRODUCTION_TRAFFIC_SHIFT", plan[one.Index - 1].Stage));
    }

    [Fact]
    public void The_stages_come_in_AWS_order()
    {
        var plan = Plan("""{ "strategy": "BLUE_GREEN", "bakeTimeInMinutes": 5 }""", crowded: true, tested: true);

        Assert.Equal(
            [
                new("RECONCILE_SERVICE"), new("PRE_SCALE_UP"), new("SCALE_UP"), new("POST_SCALE_UP"), new("TEST_TRAFFIC_SHIFT", 100), new("POST_TEST_TRAFFIC_SHIFT"),
                new("PRE_PRODUCTION_TRAFFIC_SHIFT"), new("PRODUCTION_TRAFFIC_SHIFT", 100), new("POST_PRODUCTION_TRAFFIC_SHIFT"),
                new("BAKE_TIME", BakeMinutes: 5), new("CLEAN_UP"),
            ],
            plan);
    }

    [Fact]
    public void A_first_deployment_has_nothing_to_shift_from() =>
        Assert.Equal(
            [new("PRE_SCALE_UP"), new("SCALE_UP"), new("POST_SCALE_UP"), new("TEST_TRAFFIC_SHIFT", 100), new("PRODUCTION_TRAFFIC_SHIFT", 100), new("CLEAN_UP")],
            Plan("""{ "strategy": "LINEAR", "bakeTimeInMinutes": 5 }""", first: true, tested: true));

    [Fact]
    public void The_way_back_gives_traffic_first_unless_nobody_is_there_to_take_it()
    {
        Assert.Equal([new("PRODUCTION_TRAFFIC_SHIFT", 0), new("TEST_TRAFFIC_SHIFT", 0), new("CLEAN_UP")], ShiftPlan.Back(sourceIsGoing: false, testRule: true));
        Assert.Equal([new("SCALE_UP"), new("PRODUCTION_TRAFFIC_SHIFT", 0), new("CLEAN_UP")], ShiftPlan.Back(sourceIsGoing: true, testRule: false));
    }

    [Theory]
    // stage, minutes in it, full count, others gone -> next
    [InlineData("PRE_SCALE_UP", 0, false, false, true)]
    [InlineData("SCALE_UP", 600, false, true, false)]
    [InlineData("SCALE_UP", 0, true, false, true)]
    [InlineData("RECONCILE_SERVICE", 600, true, false, false)]
    [InlineData("RECONCILE_SERVICE", 0, false, true, true)]
    [InlineData("BAKE_TIME", 4.9, true, true, false)]
    [InlineData("BAKE_TIME", 5, false, false, true)]
    [InlineData("CLEAN_UP", 600, true, false, false)]
    [InlineData("CLEAN_UP", 600, false, true, false)]
    [InlineData("CLEAN_UP", 0, true, true, true)]
    public void A_stage_is_over_when_what_it_is_for_is_done(string stage, double minutes, bool complete, bool othersGone, bool next) =>
        Assert.Equal(new ShiftMove(next), ShiftJudgement.Of(
            new ShiftStep(stage, BakeMinutes: 5) with { BakeMinutes = stage == "BAKE_TIME" ? 5 : 0 },
            new ShiftSight(TimeSpan.FromMinutes(minutes), new HookVerdict(Waits: false, BackBecause: null), complete, othersGone)));

    [Fact]
    public void A_stage_may_take_a_day_but_the_wait_for_an_answer_has_its_own_limit()
    {
        var late = new ShiftSight(TimeSpan.FromHours(24), new HookVerdict(Waits: false, BackBecause: null), Complete: false, OthersGone: true);

        Assert.Equal(
            new ShiftMove(Next: false, "Service deployment failed: the lifecycle stage SCALE_UP took longer than 24 hours."),
            ShiftJudgement.Of(new ShiftStep("SCALE_UP"), late));
        Assert.Equal(new ShiftMove(Next: false), ShiftJudgement.Of(new ShiftStep("PRE_SCALE_UP"), late with { Hooks = new HookVerdict(Waits: true, BackBecause: null) }));
        Assert.Equal(new ShiftMove(Next: true), ShiftJudgement.Of(new ShiftStep("BAKE_TIME", BakeMinutes: 1440), late));
    }

    [Theory]
    [InlineData("0", 0, 100)]
    [InlineData("10", 10, 90)]
    [InlineData("100", 100, 0)]
    [InlineData("0.1", 1, 998)]
    [InlineData("33.3", 333, 666)]
    [InlineData("99.9", 998, 1)]
    public void Percentages_become_whole_weights(string percent, int own, int other) =>
        Assert.Equal((own, other), TrafficWeights.Of(decimal.Parse(percent, CultureInfo.InvariantCulture)));

    private static List<ShiftStep> Plan(string configuration, bool first = false, bool crowded = false, bool tested = false) =>
        ShiftPlan.Forward(JsonNode.Parse(configuration)!.AsObject(), new ShiftStart(first, crowded, tested));
}

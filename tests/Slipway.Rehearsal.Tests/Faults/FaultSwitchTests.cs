using Slipway.Rehearsal.Ecs;

namespace Slipway.Rehearsal.Faults;

public sealed class FaultSwitchTests
{
    private static readonly FaultRequest Request = new(["ecs"]);

    private readonly ManualTime _clock = new();
    private readonly FaultSwitches _switches;

    public FaultSwitchTests() => _switches = new(new RehearsalTime(_clock, 60));

    [Fact]
    public void A_fault_lets_the_first_pass_and_is_over_after_its_count()
    {
        Switch("""[{"operation": "*", "kind": "throttle", "skip": 2, "count": 3}]""");

        Assert.Equal("--XXX---", Strikes(8));
        Assert.Equal("""[{"fault":{"operation":"*","kind":"throttle","skip":2,"count":3},"hits":3,"over":true}]""", _switches.Show().ToJsonString());
    }

    [Fact]
    public void Its_seconds_are_those_of_AWS()
    {
        Switch("""[{"operation": "*", "kind": "throttle", "seconds": 120}]""");

        Assert.Equal("XX", Strikes(2));
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal("X", Strikes(1));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("--", Strikes(2));
        Assert.Equal((3, true), (_switches.Show()[0]!["hits"]!.GetValue<int>(), _switches.Show()[0]!["over"]!.GetValue<bool>()));
    }

    [Fact]
    public void A_seed_makes_the_same_hits_again_about_as_many_as_asked_for()
    {
        const string seeded = """[{"operation": "*", "kind": "throttle", "probability": 0.25, "seed": 42}]""";
        Switch(seeded);
        var first = Strikes(400);
        Switch(seeded);

        Assert.Equal(first, Strikes(400));
        Assert.InRange(first.Count(one => one == 'X'), 70, 130);
    }

    [Fact]
    public void Switching_replaces_all_and_counts_anew()
    {
        Switch("""[{"operation": "*", "kind": "throttle", "count": 1}, {"operation": "*", "kind": "deny"}]""");
        Assert.Equal("X", Strikes(1));

        Switch("""[{"operation": "*", "kind": "throttle", "count": 1}]""");

        Assert.Equal("X-", Strikes(2));
        Assert.Single(_switches.OnCall("ecs", "ListTasks"));
    }

    private void Switch(string faults) => _switches.Switch(Request.Parse(faults));

    /// <summary>What happens on so many occasions to the first fault: X it hits.</summary>
    private string Strikes(int times) =>
        string.Concat(Enumerable.Range(0, times).Select(_ => _switches.OnCall("ecs", "ListTasks").First().Strikes(_clock.GetUtcNow()) ? 'X' : '-'));
}

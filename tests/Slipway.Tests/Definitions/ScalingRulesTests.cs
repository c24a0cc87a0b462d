namespace Slipway.Tests.Definitions;

public sealed class ScalingRulesTests
{
    private static readonly EcsService Server = new("server") { Image = new DockerImage("server"), Size = FargateSize.Of(cpu: 256, memoryMiB: 512) };

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 10)]
    public void A_range_with_something_to_move_by_is_sound(int min, int max)
    {
        Assert.Empty(Check(AutoScaling.Between(min, max) with { CpuPercent = 70 }));
        Assert.Empty(Check(AutoScaling.Between(min, max) with { MemoryPercent = 100 }));
    }

    [Theory]
    [InlineData(-1, 2, 70, null, "between -1 and 2 tasks; valid are 0 or more, then no fewer, and at least 1")]
    [InlineData(3, 2, 70, null, "between 3 and 2 tasks; valid are 0 or more, then no fewer, and at least 1")]
    [InlineData(0, 0, 70, null, "between 0 and 0 tasks; valid are 0 or more, then no fewer, and at least 1")]
    [InlineData(1, 2, null, null, "nothing says when tasks are added; valid is CpuPercent, MemoryPercent or both: AutoScaling.Between(2, 10) with { CpuPercent = 70 }")]
    [InlineData(1, 2, 0, 80, "CpuPercent 0; valid are 1 to 100")]
    [InlineData(1, 2, 70, 101, "MemoryPercent 101; valid are 1 to 100")]
    public void What_cannot_be_is_said_with_what_is_valid(int min, int max, int? cpu, int? memory, string problem) =>
        Assert.Equal(
            [$"chat / server / Scaling: in local: {problem}"],
            Check(AutoScaling.Between(min, max) with { CpuPercent = cpu, MemoryPercent = memory }));

    [Fact]
    public void A_number_of_tasks_beside_it_is_a_mistake_where_both_are_set()
    {
        var scaling = AutoScaling.Between(2, 4) with { CpuPercent = 70 };

        Assert.Equal(
            ["chat / server / Scaling: in local: beside a DesiredCount of 2; valid is one of the two"],
            Check(Server with { Scaling = scaling, DesiredCount = 2 }));
        Assert.Empty(Check(Server with { Scaling = By.Environment(env => env.IsLocal ? null : scaling), DesiredCount = By.Environment(env => env.IsLocal ? (int?)2 : null) }));
    }

    [Fact]
    public void A_function_that_throws_is_a_mistake_like_any_other() =>
        Assert.Equal(
            ["chat / server / Scaling: has no value in local: its function throws InvalidOperationException: no idea"],
            Check(Server with { Scaling = By.Environment<AutoScaling?>(_ => throw new InvalidOperationException("no idea")) }));

    [Fact]
    public void It_reads_as_what_it_does() =>
        Assert.Equal("2 to 10 tasks, CPU 70 %, memory 80 %", $"{AutoScaling.Between(2, 10) with { CpuPercent = 70, MemoryPercent = 80 }}");

    private static IReadOnlyList<string> Check(AutoScaling scaling) => Check(Server with { Scaling = scaling });

    private static IReadOnlyList<string> Check(EcsService service) =>
        [.. DefinitionRules.Check([new Application("chat") { Environments = [DeployEnvironment.Local], Services = [service] }], _ => true).Select(problem => problem.ToString())];
}

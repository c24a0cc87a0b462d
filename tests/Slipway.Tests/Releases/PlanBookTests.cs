using System.Runtime.Versioning;
using Slipway.Releases;
using Slipway.Tests.Images;

namespace Slipway.Tests.Releases;

[UnsupportedOSPlatform("windows")]
public sealed class PlanBookTests : IDisposable
{
    private const string Old = "0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9";
    private const string New = "f9e8d7c6b5a4938271605f4e3d2c1b0af9e8d7c6b5a4938271605f4e3d2c1b0a";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();

    private PlanBook Book => new(Path.Combine(_folder.Path, "not", "there", "yet"));

    [Theory]
    [InlineData(Old)]
    [InlineData("0a1b2c3d")]
    [InlineData("0A1B2C3D4E")]
    public async Task The_expected_plan_passes_by_its_hash_or_the_beginning_of_it(string expected) =>
        Assert.Null(await Record.ExceptionAsync(() => Book.Demand(expected, Old, "web\n  unchanged", Ct)));

    [Fact]
    public async Task A_plan_that_moved_is_refused_with_the_lines_that_moved()
    {
        await Book.Keep(Old, "web\n  cpu: 256 -> 512\n  count 2\napi\n  unchanged", Ct);

        var error = await Refusal("0a1b2c3d", "web\n  cpu: 256 -> 1024\n  count 2\napi\n  unchanged\nworker\n  create");

        Assert.Equal(
            """
            The plan is not the expected one any more. Nothing was changed.
              expected  0a1b2c3d
              now       f9e8d7c6b5a4
                -   cpu: 256 -> 512
                +   cpu: 256 -> 1024
                + worker
                +   create
              try       ./build.sh Preview, read what it would change, and deploy with --expect-plan f9e8d7c6b5a4
            """,
            error.Message);
    }

    [Fact]
    public async Task A_plan_that_is_to_be_approved_is_named_with_the_option_for_that()
    {
        var moved = await Assert.ThrowsAsync<DeployException>(() => Book.Demand(PlanUse.Approve, "0a1b2c3d", New, "web", Ct));
        var wrong = await Assert.ThrowsAsync<DeployException>(() => Book.Demand(PlanUse.Approve, "0a1b", New, "web", Ct));

        Assert.EndsWith("and approve with --plan f9e8d7c6b5a4", moved.Message, StringComparison.Ordinal);
        Assert.StartsWith("--plan does not take \"0a1b\".", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_reads_the_same_but_starts_from_something_else_says_so()
    {
        await Book.Keep(Old, "web\n  roll", Ct);

        Assert.Contains("it reads the same; what runs now, which it starts from, is something else", (await Refusal("0a1b2c3d", "web\n  roll")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_that_was_shown_elsewhere_is_refused_with_the_beginning_of_the_present_one()
    {
        var error = await Refusal("0a1b2c3d", string.Join('\n', Enumerable.Range(1, 15).Select(i => $"line {i}")));

        Assert.Contains("was not shown on this machine", error.Message, StringComparison.Ordinal);
        Assert.Contains("    line 12\n    and 3 lines more\n", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0a1b2c3")]
    [InlineData("../../../etc/passwd")]
    [InlineData("0a1b2c3d*")]
    public async Task What_is_no_hash_is_wrong_usage(string expected)
    {
        var error = await Assert.ThrowsAsync<DeployException>(() => Book.Demand(expected, Old, "web", Ct));

        Assert.Equal(Verdict.Usage, error.Verdict);
        Assert.StartsWith($"--expect-plan does not take \"{expected}\". Nothing was changed.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b c", "a b c", "")]
    [InlineData("", "a", "-  + a")]
    [InlineData("a b c", "b", "- a - c")]
    [InlineData("a b c", "a x c", "- b + x")]
    [InlineData("a b a b", "b a b a", "- a + a")]
    public void Lines_that_differ_are_as_few_as_there_can_be(string before, string after, string expected) =>
        Assert.Equal(expected, string.Join(' ', LineDiff.Of(before.Split(' '), after.Split(' '))));

    public void Dispose() => _folder.Dispose();

    private async Task<DeployException> Refusal(string expected, string text)
    {
        var error = await Assert.ThrowsAsync<DeployException>(() => Book.Demand(expected, New, text, Ct));
        Assert.Equal(Verdict.Refused, error.Verdict);
        return error;
    }
}

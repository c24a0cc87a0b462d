using Slipway.Doctor;

namespace Slipway.Rollouts.Doctor;

public sealed class CheckupTests(PracticeStage stage) : IClassFixture<PracticeStage>
{
    [Fact]
    public async Task Where_nothing_is_wrong_nothing_is_found_and_each_check_broken_once_finds_that_and_nothing_else()
    {
        List<string> wrong = [.. await Ills("at first")];
        foreach (var ailment in Ailments.All)
        {
            await ailment.Break(stage);
            var (verdict, told) = await stage.Look(ailment.Answer is { } answer ? ports => answer(stage, ports) : null);
            if (!IsAlone(ailment, verdict, Found(told)))
                wrong.Add($"{ailment.Kind.Id} broken: {verdict}\n{told.Text}");

            await ailment.Mend(stage);
            wrong.AddRange(await Ills($"{ailment.Kind.Id} mended"));
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    [Fact]
    public void Every_check_has_its_row_and_a_line_in_the_documentation()
    {
        var ids = CheckKind.All.Select(kind => kind.Id).ToList();
        var constants = typeof(CheckKind).GetFields().Where(field => field.FieldType == typeof(CheckKind)).Select(field => ((CheckKind)field.GetValue(null)!).Id);
        var documented = File.ReadLines(Path.Combine(Root(), "docs", "doctor.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1] + (line.Contains("| problem |", StringComparison.Ordinal) ? " problem" : " advice"));

        Assert.Equal(ids.Order(), constants.Order());
        Assert.Equal(ids.Order(), Ailments.All.Select(ailment => ailment.Kind.Id).Order());
        Assert.Equal(CheckKind.All.Select(kind => $"{kind.Id} {(kind.Severity == Severity.Problem ? "problem" : "advice")}"), documented);
    }

    private async Task<IReadOnlyList<string>> Ills(string when)
    {
        var (verdict, told) = await stage.Look();
        return verdict == Verdict.Deployed && Found(told).Count == 0 && told.Text.EndsWith("shop in prod is well. Nothing was changed.", StringComparison.Ordinal) ? [] : [$"{when}: {verdict}\n{told.Text}"];
    }

    private static bool IsAlone(Ailment ailment, Verdict verdict, List<CheckupFound> found) =>
        found.Any(one => one.Evidence.Contains(ailment.Evidence, StringComparison.Ordinal))
        && found.All(one => one.Id == ailment.Kind.Id && one.Severity == ailment.Kind.Severity)
        && verdict == (ailment.Kind.Severity == Severity.Problem ? Verdict.Failed : Verdict.Deployed);

    private static List<CheckupFound> Found(Told told) => [.. told.Events.OfType<CheckupFound>()];

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Slipway.slnx")))
            folder = Path.GetDirectoryName(folder)!;

        return folder;
    }
}

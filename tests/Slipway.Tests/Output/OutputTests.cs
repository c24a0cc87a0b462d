using Slipway.Output;
using Slipway.Releases;

namespace Slipway.Tests.Output;

public sealed class OutputTests
{
    [Fact]
    public void A_secret_is_masked_in_every_form_and_the_longest_first()
    {
        var redactor = new Redactor();
        redactor.Register("pass");
        redactor.Register("pass word\"1");

        Assert.Equal("*** *** *** ***", redactor.Mask("pass word\"1 pass cGFzcyB3b3JkIjE= pass%20word%221"));
    }

    [Fact]
    public void GitHub_gets_annotations_and_a_log_line_cannot_command_the_runner()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var output = new GitHubActionsOutput(writer, new Redactor(), summary: null);

        output.Emit(new Said(EventKind.Failure, "100% lost\nsecond"));
        output.Emit(new Said(EventKind.Progress, " ::set-env::x\n##[error]y"));

        Assert.Equal("::error::100%25 lost%0Asecond\n|  ::set-env::x\n## [error]y\n", writer.ToString());
    }

    [Fact]
    public void GitHub_gets_the_place_of_a_failure_and_later_jobs_get_what_is_for_them()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var (summary, outputs) = (Path.GetTempFileName(), Path.GetTempFileName());
        try
        {
            var output = new GitHubActionsOutput(writer, new Redactor(), summary, outputs);

            output.Emit(new Placed("a,b:c%.yml", 12));
            output.Emit(new PlanShown("web\n  unchanged"));
            output.Emit(new PlanShown("web\n  cpu: 256 -> 512") { Hash = "7f3a1c2b" });

            Assert.StartsWith("::error file=a%2Cb%3Ac%25.yml,line=12::wrong\nweb\n", writer.ToString(), StringComparison.Ordinal);
            Assert.Equal("plan=7f3a1c2b\n", File.ReadAllText(outputs));
            Assert.Equal("- ❌ wrong\n- 📄 web\n\n  ```text\n    cpu: 256 -> 512\n  ```\n", File.ReadAllText(summary));
        }
        finally
        {
            File.Delete(summary);
            File.Delete(outputs);
        }
    }

    [Fact]
    public void A_line_is_printed_only_when_it_changed_and_details_only_when_asked_for()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var output = new PlainOutput(writer, new Redactor(), verbose: false);

        foreach (var text in new[] { "1 of 2", "1 of 2", "2 of 2" })
            output.Emit(new Said(EventKind.Progress, text));
        output.Emit(new Said(EventKind.Detail, "quiet"));
        output.Emit(new Said(EventKind.Failure, "lost"));

        Assert.Equal("1 of 2\n2 of 2\nFAILED  lost\n", writer.ToString());
    }

    private sealed record Said(EventKind Loud, string Words) : OutputEvent
    {
        public override EventKind Kind => Loud;
        public override string Text => Words;
    }

    private sealed record Placed(string File, int Line) : OutputEvent
    {
        public override EventKind Kind => EventKind.Failure;

        public override string Text => "wrong";

        internal override SourceLine? Place => new(File, Line);
    }
}

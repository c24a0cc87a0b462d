using Slipway.Output;

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
}

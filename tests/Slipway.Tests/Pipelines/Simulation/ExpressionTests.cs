using Slipway.Pipelines.Simulation.Expressions;

namespace Slipway.Tests.Pipelines.Simulation;

/// <summary>GitHub's expressions, with GitHub's own ways to make one kind of value of another.</summary>
public sealed class ExpressionTests
{
    private static readonly Evaluation Evaluation = new(
        new Dictionary<string, Value>(StringComparer.OrdinalIgnoreCase)
        {
            ["github"] = Value.Of(new Dictionary<string, string> { ["ref"] = "refs/heads/main", ["event_name"] = "push" }) with { Whose = "github" },
            ["event"] = ValueJson.Read("""{"commits": [{"id": "a1", "by": {"name": "ann"}}, {"id": "b2"}], "number": 7, "draft": false, "tags": []}"""),
            ["needs"] = ValueJson.Read("""{"build": {"result": "success"}, "test": {"result": "Failure"}}"""),
            ["inputs"] = Value.Of([KeyValuePair.Create("service", Value.Of("all")), KeyValuePair.Create("dry-run", Value.Of(true))]),
        },
        StatusSoFar.Good);

    [Theory]
    // Literals.
    [InlineData("'it''s'", "it's")]
    [InlineData("42", "42")]
    [InlineData("-3.50", "-3.5")]
    [InlineData("0xff", "255")]
    [InlineData("2.99e-2", "0.0299")]
    [InlineData("null", "")]
    [InlineData("true", "true")]
    // Members, whatever their case, and what is not there.
    [InlineData("github.ref", "refs/heads/main")]
    [InlineData("GitHub['REF']", "refs/heads/main")]
    [InlineData("event.commits[1].id", "b2")]
    [InlineData("event.commits[9].id", "")]
    [InlineData("event.nobody.name", "")]
    [InlineData("inputs.dry-run", "true")]
    [InlineData("event.commits", "Array")]
    [InlineData("event", "Object")]
    // Asterisks leave out what is not there.
    [InlineData("join(event.commits.*.id, '+')", "a1+b2")]
    [InlineData("join(event.commits.*.by.name)", "ann")]
    [InlineData("join(needs.*.result, ' ')", "success Failure")]
    // Equality: texts without regard to case, other kinds as numbers.
    [InlineData("'Main' == 'mAIN'", "true")]
    [InlineData("'1' == 1", "true")]
    [InlineData("true == 1", "true")]
    [InlineData("true == 'true'", "false")]
    [InlineData("null == 0", "true")]
    [InlineData("null == ''", "true")]
    [InlineData("'' == 0", "true")]
    [InlineData("'abc' == 0", "false")]
    [InlineData("'0x10' == 16", "true")]
    [InlineData("event == event", "true")]
    [InlineData("event.commits == 'Array'", "false")]
    [InlineData("event.tags != 0", "true")]
    // Order.
    [InlineData("'10' < 9", "false")]
    [InlineData("'b' > 'A'", "true")]
    [InlineData("'abc' > 0", "false")]
    [InlineData("'abc' <= 0", "false")]
    [InlineData("2 >= 2", "true")]
    // Operators give their operands, and bind as they should.
    [InlineData("'' || 'other'", "other")]
    [InlineData("event.number && 'yes' || 'no'", "yes")]
    [InlineData("false || false && true", "false")]
    [InlineData("(true || false) && false", "false")]
    [InlineData("!event.draft && !''", "true")]
    [InlineData("!true == false", "true")]
    [InlineData("1 < 2 == true", "true")]
    [InlineData("event.tags && 'a list is true'", "a list is true")]
    [InlineData("inputs.service != 'all' && inputs.service || ''", "")]
    // Functions.
    [InlineData("contains(needs.*.result, 'failure')", "true")]
    [InlineData("contains(needs.*.result, 'fail')", "false")]
    [InlineData("contains('Hello', 'ELL')", "true")]
    [InlineData("startsWith(github.ref, 'refs/heads/')", "true")]
    [InlineData("endsWith(github.ref, 'dev')", "false")]
    [InlineData("format('{0} {{0}} {1}', 'a', event.number)", "a {0} 7")]
    [InlineData("fromJSON('[\"web\", \"api\"]')[1]", "api")]
    [InlineData("fromJSON('true') == true", "true")]
    [InlineData("toJSON(fromJSON('{\"a\":[1,null,\"é\"]}'))", "{\n  \"a\": [\n    1,\n    null,\n    \"é\"\n  ]\n}")]
    [InlineData("TOJSON('x')", "\"x\"")]
    [InlineData("success() && !failure() && !cancelled() && always()", "true")]
    public void An_expression_comes_to_what_it_comes_to_at_GitHub(string expression, string expected) =>
        Assert.Equal(expected, Evaluation.Text($"${{{{ {expression} }}}}"));

    [Theory]
    [InlineData("secrets.KEY", "the context secrets", "event, github, inputs, needs")]
    [InlineData("github.actorr", "github.actorr", "event_name, ref")]
    [InlineData("hashFiles('**/*.cs')", "hashFiles()", "fromJSON()")]
    [InlineData("contains('a')", "contains() does not take 1 argument", "")]
    [InlineData("fromJSON('')", "an empty text", "")]
    [InlineData("format('{1}', 'a')", "format() cannot fill in", "")]
    [InlineData("'a", "has no end", "")]
    [InlineData("1 ; 2", "\";\" is no part of an expression", "")]
    [InlineData("a b", "nothing is expected after it", "")]
    [InlineData("(1", ") is missing at its end", "")]
    [InlineData("1 ==", "it ends too early", "")]
    [InlineData("event.", "a name is missing after a dot", "")]
    public void What_is_not_known_or_cannot_be_read_is_named(string expression, params string[] named)
    {
        var error = Assert.Throws<DeployException>(() => Evaluation.Text($"${{{{ {expression} }}}}"));

        Assert.All(named.Append(expression), text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_text_holds_expressions_among_other_things_and_braces_within_quotation_marks_end_none()
    {
        Assert.Equal("gha-7-main}}", Evaluation.Text("gha-${{ event.number }}-${{ format('{0}', 'main}}') }}"));
        Assert.Equal("plain", Evaluation.Text("plain"));
        Assert.Equal("", Evaluation.Text(""));
        Assert.IsType<Value.List>(Evaluation.ValueOf("${{ event.commits }}"));
        Assert.Contains("has no end", Assert.Throws<DeployException>(() => Evaluation.Text("a ${{ event")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true, false)]
    [InlineData("github.event_name == 'push'", true, false)]
    [InlineData("${{ github.event_name == 'push' }}", true, false)]
    [InlineData("github.event_name == 'pull_request'", false, false)]
    [InlineData("always()", true, true)]
    [InlineData("failure()", false, true)]
    [InlineData("!failure() && event.number == 7", true, false)]
    [InlineData("github.event_name == 'push' || cancelled()", true, true)]
    public void A_condition_that_asks_for_no_status_holds_after_a_success_alone(string? condition, bool afterSuccess, bool afterFailure)
    {
        Assert.Equal(afterSuccess, Evaluation.Holds(condition));
        Assert.Equal(afterFailure, Evaluation.With(new StatusSoFar(IsSuccess: false, IsFailure: true, IsCancelled: false)).Holds(condition));
    }

    [Fact]
    public void A_condition_that_would_always_hold_is_no_condition() =>
        Assert.Contains("always holds", Assert.Throws<DeployException>(() => Evaluation.Holds("${{ event.draft }} == true")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_status_is_asked_in_conditions_alone() =>
        Assert.Contains("success() can be asked in the if", Assert.Throws<DeployException>(() => new Evaluation(new Dictionary<string, Value>()).Text("${{ success() }}")).Message, StringComparison.Ordinal);
}

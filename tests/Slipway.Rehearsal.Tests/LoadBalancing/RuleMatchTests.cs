using System.Net;

namespace Slipway.Rehearsal.LoadBalancing;

public sealed class RuleMatchTests
{
    [Theory]
    [InlineData("/api/*", "/api/users", true)]
    [InlineData("/api/*", "/api/", true)]
    [InlineData("/api/*", "/api", false)]
    [InlineData("/api/*", "/API/users", false)]
    [InlineData("*", "", true)]
    [InlineData("/?", "/", false)]
    [InlineData("/?", "/a", true)]
    [InlineData("/*/a/*b", "/x/a/y/a/zb", true)]
    [InlineData("/*/a/*b", "/x/a/y/a/zbc", false)]
    [InlineData("/img/*.??g", "/img/cat.png", true)]
    [InlineData(@"/\*", "/*", true)]
    [InlineData(@"/\*", "/a", false)]
    [InlineData("/exact", "/exact/", false)]
    public void A_star_stands_for_any_text_and_a_question_mark_for_one_character(string pattern, string path, bool matches) =>
        Assert.Equal(matches, RuleMatch.Wildcard(pattern, path));

    [Fact]
    public void A_pattern_of_many_stars_is_answered_at_once()
    {
        var pattern = string.Concat(Enumerable.Repeat("*a", 60)) + "b";
        Assert.False(RuleMatch.Wildcard(pattern, new string('a', 5000)));
    }

    [Theory]
    [InlineData("path-pattern", "/api/*", true)]
    [InlineData("host-header", "WWW.*.org", true)]
    [InlineData("host-header", "www.example", false)]
    [InlineData("http-request-method", "POST", true)]
    [InlineData("http-request-method", "P*", false)]
    [InlineData("http-header", "BETA*", true)]
    [InlineData("http-header", "beta", false)]
    [InlineData("source-ip", "10.1.0.0/16", true)]
    [InlineData("source-ip", "10.2.0.0/16", false)]
    public void Each_field_is_compared_in_its_own_way(string field, string value, bool matches) =>
        Assert.Equal(matches, RuleMatch.Matches(new Condition(field, [value], Name: "X-Ring"), Request));

    [Theory]
    [InlineData("version", "v2", true)]
    [InlineData("VERSION", "V*", true)]
    [InlineData(null, "v2", true)]
    [InlineData("other", "v2", false)]
    [InlineData(null, "v3", false)]
    public void A_query_string_matches_by_key_and_value_or_by_the_value_of_any_key(string? key, string value, bool matches) =>
        Assert.Equal(matches, RuleMatch.Matches(new Condition("query-string", [value], Keys: [key]), Request));

    [Fact]
    public void The_first_rule_of_which_all_conditions_match_is_taken_and_else_the_default()
    {
        Rule[] rules =
        [
            Rule("both", 1, new Condition("path-pattern", ["/api/*"]), new Condition("http-request-method", ["GET"])),
            Rule("path", 2, new Condition("path-pattern", ["/web/*", "/api/*"])),
            Rule("method", 3, new Condition("http-request-method", ["POST"])),
            Rule("default", null),
        ];

        Assert.Equal("path", RuleMatch.First(rules, Request).Arn);
        Assert.Equal("method", RuleMatch.First(rules, Request with { Path = "/" }).Arn);
        Assert.Equal("both", RuleMatch.First(rules, Request with { Method = "GET" }).Arn);
        Assert.Equal("default", RuleMatch.First(rules, Request with { Method = "PUT", Path = "/" }).Arn);
    }

    private static RequestFacts Request => new(
        "POST", "www.example.org", "/api/users", IPAddress.Parse("10.1.2.3"),
        [KeyValuePair.Create("version", "v2")], name => name == "X-Ring" ? ["beta-1"] : []);

    private static Rule Rule(string arn, int? priority, params Condition[] conditions) => new(arn, "listener", priority, conditions, new());
}

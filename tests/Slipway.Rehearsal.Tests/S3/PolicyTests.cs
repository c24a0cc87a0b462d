using Slipway.Rehearsal.Iam;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

public sealed class PolicyTests
{
    private const string Distribution = "arn:aws:cloudfront::000000000000:distribution/E1";
    private static readonly BucketSettings Site = new("site", "000000000000", "us-east-1", DateTimeOffset.UnixEpoch);

    private static readonly Requester CloudFront = new(null, "cloudfront.amazonaws.com");
    private static readonly Requester Friend = new("111122223333");
    private static readonly Requester Anybody = new(null);

    [Fact]
    public void A_distribution_reads_by_the_statement_that_names_it_and_no_other_does()
    {
        var policy = Policy($$"""
            {"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*",
             "Condition":{"StringEquals":{"AWS:SourceArn":"{{Distribution}}"} } }
            """);

        Assert.Equal(PolicyEffect.Allow, Judge(policy, CloudFront, "s3:GetObject", "site/index.html", Distribution));
        Assert.Equal(PolicyEffect.None, Judge(policy, CloudFront, "s3:GetObject", "site/index.html", Distribution + "2"));
        Assert.Equal(PolicyEffect.None, Judge(policy, CloudFront, "s3:GetObject", "site/index.html", null));
        Assert.Equal(PolicyEffect.None, Judge(policy, CloudFront, "s3:ListBucket", "site", Distribution));
        Assert.Equal(PolicyEffect.None, Judge(policy, CloudFront, "s3:PutObject", "site/index.html", Distribution));
        Assert.Equal(PolicyEffect.None, Judge(policy, Friend, "s3:GetObject", "site/index.html", Distribution));
        Assert.Equal(PolicyEffect.None, Judge(policy, Anybody, "s3:GetObject", "site/index.html", Distribution));
        Assert.False(policy.IsPublic);
    }

    [Theory]
    [InlineData("StringEquals", "arn:aws:cloudfront::000000000000:distribution/*", false)]
    [InlineData("StringLike", "arn:aws:cloudfront::000000000000:distribution/*", true)]
    [InlineData("StringLike", "arn:aws:cloudfront::*/E?", true)]
    [InlineData("ArnLike", "arn:aws:cloudfront::*:distribution/E?", true)]
    [InlineData("ArnLike", "arn:aws:cloudfront::*/E1", false)]
    [InlineData("ArnEquals", "arn:aws:cloudfront::000000000000:distribution/E1", true)]
    [InlineData("StringNotEquals", "arn:aws:cloudfront::000000000000:distribution/E1", false)]
    [InlineData("StringNotEquals", "arn:aws:cloudfront::000000000000:distribution/E2", true)]
    [InlineData("ArnNotLike", "arn:aws:cloudfront::000000000000:distribution/*", false)]
    [InlineData("StringEqualsIgnoreCase", "ARN:aws:cloudfront::000000000000:DISTRIBUTION/e1", true)]
    [InlineData("Null", "true", false)]
    [InlineData("Null", "false", true)]
    public void A_condition_is_judged_by_its_operator(string @operator, string value, bool allowed) =>
        Assert.Equal(allowed ? PolicyEffect.Allow : PolicyEffect.None, Judge(Conditional(@operator, "aws:SourceArn", value), CloudFront, "s3:GetObject", "site/x", Distribution));

    [Theory]
    [InlineData("AROACI:ann", "AROACI:ann", false)]
    [InlineData("AROACI:ann", "AROACI:ben", true)]
    [InlineData("AROACI:ann", "${aws:userid}", true)]
    [InlineData("AROACI:ann", null, true)]
    public void A_value_may_name_what_the_request_itself_has(string user, string? tag, bool denied)
    {
        var policy = Policy("""
            {"Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"arn:aws:s3:::site/*",
             "Condition":{"StringNotEquals":{"s3:RequestObjectTag/approver":"${aws:userid}"}}}
            """);
        var context = Access.Context(DateTimeOffset.UnixEpoch);
        context["aws:userid"] = user;
        if (tag is not null)
            context["s3:requestobjecttag/approver"] = tag;

        Assert.Equal(denied ? PolicyEffect.Deny : PolicyEffect.None, policy.Judge(new PolicyQuestion(Friend, "s3:PutObject", "arn:aws:s3:::site/x", context)));
    }

    [Theory]
    [InlineData("IpAddress", "aws:SourceIp", "127.0.0.0/8", true)]
    [InlineData("IpAddress", "aws:SourceIp", "127.0.0.1", true)]
    [InlineData("IpAddress", "aws:SourceIp", "10.0.0.0/8", false)]
    [InlineData("NotIpAddress", "aws:SourceIp", "10.0.0.0/8", true)]
    [InlineData("DateLessThan", "aws:CurrentTime", "2026-01-02T03:04:06Z", true)]
    [InlineData("DateLessThan", "aws:CurrentTime", "2026-01-02T03:04:05Z", false)]
    [InlineData("DateGreaterThanEquals", "aws:CurrentTime", "2026-01-02T03:04:05Z", true)]
    [InlineData("NumericLessThan", "aws:EpochTime", "1767323046", true)]
    [InlineData("NumericGreaterThan", "aws:EpochTime", "1767323046", false)]
    [InlineData("Bool", "aws:SecureTransport", "true", true)]
    public void The_circumstances_of_a_request_can_be_asked_for(string @operator, string key, string value, bool allowed)
    {
        var context = Access.Context(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

        var effect = Conditional(@operator, key, value).Judge(new PolicyQuestion(CloudFront, "s3:GetObject", "arn:aws:s3:::site/x", context));

        Assert.Equal(allowed ? PolicyEffect.Allow : PolicyEffect.None, effect);
    }

    [Theory]
    [InlineData("StringEquals", false)]
    [InlineData("StringEqualsIfExists", true)]
    [InlineData("StringNotEquals", true)]
    [InlineData("ArnLike", false)]
    public void A_key_that_the_request_has_not_fulfils_only_negations_and_IfExists(string @operator, bool allowed) =>
        Assert.Equal(allowed ? PolicyEffect.Allow : PolicyEffect.None, Judge(Conditional(@operator, "aws:SourceVpce", "vpce-1"), CloudFront, "s3:GetObject", "site/x", Distribution));

    [Fact]
    public void All_conditions_must_hold_and_of_several_values_one()
    {
        var policy = Policy("""
            {"Effect":"Allow","Principal":{"AWS":["111122223333"]},"Action":["s3:GetObject","s3:Put*"],"Resource":["arn:aws:s3:::site/a/*","arn:aws:s3:::site/b"],
             "Condition":{"StringLike":{"s3:prefix":["x/*","y"]},"Bool":{"aws:SecureTransport":"true"}}}
            """);

        Assert.Equal(PolicyEffect.Allow, Friendly("S3:putobject", "site/a/1", "y", "true"));
        Assert.Equal(PolicyEffect.Allow, Friendly("s3:GetObject", "site/b", "x/1", "true"));
        Assert.Equal(PolicyEffect.None, Friendly("s3:GetObject", "site/b", "z", "true"));
        Assert.Equal(PolicyEffect.None, Friendly("s3:GetObject", "site/b", "y", "false"));
        Assert.Equal(PolicyEffect.None, Friendly("s3:GetObject", "site/c", "y", "true"));
        Assert.Equal(PolicyEffect.None, Friendly("s3:DeleteObject", "site/b", "y", "true"));

        PolicyEffect Friendly(string action, string resource, string prefix, string secure) =>
            policy.Judge(new PolicyQuestion(Friend, action, $"arn:aws:s3:::{resource}", new Dictionary<string, string> { ["s3:prefix"] = prefix, ["aws:securetransport"] = secure }));
    }

    [Fact]
    public void A_denial_wins_over_every_permission()
    {
        var policy = Policy(
            """{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::site","arn:aws:s3:::site/*"]}""",
            """{"Effect":"Deny","NotPrincipal":{"AWS":"arn:aws:iam::111122223333:role/deployer"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::site/state/*"}""");

        Assert.Equal(PolicyEffect.Allow, Judge(policy, Anybody, "s3:GetObject", "site/page", null));
        Assert.Equal(PolicyEffect.Deny, Judge(policy, Anybody, "s3:GetObject", "site/state/lock", null));
        Assert.Equal(PolicyEffect.Deny, Judge(policy, CloudFront, "s3:GetObject", "site/state/lock", Distribution));
        Assert.Equal(PolicyEffect.Allow, Judge(policy, Friend, "s3:GetObject", "site/state/lock", null));
        Assert.Equal(PolicyEffect.Allow, Judge(policy, Anybody, "s3:PutObject", "site/state/lock", null));
    }

    [Theory]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*"}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*"}""", true)]
    [InlineData("""{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*"}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*"}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}}}""", false)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*","Condition":{"StringLike":{"aws:SourceArn":"*"}}}""", true)]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*","Condition":{"StringLike":{"aws:Referer":"https://example.org"}}}""", true)]
    public void A_policy_is_public_when_it_lets_in_everybody_without_a_fixed_bound(string statement, bool isPublic) =>
        Assert.Equal(isPublic, Policy(statement).IsPublic);

    [Theory]
    [InlineData("""{"Effect":"Permit","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*"}""", "Invalid effect: Permit")]
    [InlineData("""{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*"}""", "Missing required field Principal")]
    [InlineData("""{"Effect":"Allow","Principal":{"AWS":"me"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*"}""", "Invalid principal in policy")]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"ec2:Run","Resource":"arn:aws:s3:::site/*"}""", "Policy has invalid action")]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::other/*"}""", "Policy has invalid resource")]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::site"}""", "Action does not apply to any resource(s) in statement")]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:ListBucket","Resource":"arn:aws:s3:::site/*"}""", "Action does not apply to any resource(s) in statement")]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*","Conditions":{}}""", "Unknown field Conditions")]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*","Condition":{"StringIs":{"a":"b"}}}""", "Invalid Condition type : StringIs")]
    [InlineData("""{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*","Condition":{"BinaryEquals":{"a":"b"}}}""", "Invalid Condition type : BinaryEquals")]
    public void A_policy_that_cannot_be_meant_is_refused(string statement, string reason)
    {
        var error = Assert.Throws<AwsError>(() => Policy(statement));

        Assert.Equal("MalformedPolicy", error.Code);
        Assert.StartsWith(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "abbcd", false)]
    [InlineData("*a*b*", "xxaxxbxx", true)]
    [InlineData("*a*b*", "xxbxxaxx", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("ab", "abc", false)]
    [InlineData("a**", "a", true)]
    [InlineData("*aab", "aaaaab", true)]
    public void A_pattern_matches_a_whole_text(string pattern, string text, bool matches) =>
        Assert.Equal(matches, Wildcard.Matches(pattern, text));

    private static PolicyDocument Conditional(string @operator, string key, string value) => Policy(
        $$"""{"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*","Condition":{"{{@operator}}":{"{{key}}":"{{value}}"} } }""");

    private static PolicyDocument Policy(params string[] statements) =>
        BucketPolicyText.Parse($$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""", Site);

    private static PolicyEffect Judge(PolicyDocument policy, Requester requester, string action, string resource, string? sourceArn) =>
        policy.Judge(new PolicyQuestion(requester, action, $"arn:aws:s3:::{resource}", sourceArn is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["aws:sourcearn"] = sourceArn }));
}

using System.Net;
using AWSSDK.Tests.Loopback;
using Slipway.Aws;
using Slipway.Traffic;

namespace Slipway.Tests.Traffic;

/// <summary>What goes over the wire for weights, and what is made of the answers.</summary>
public sealed class AwsWeightsTests
{
    private const string Blue = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/0a";
    private const string Green = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web-alt/0b";
    private const string Rule = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/shop/1a/2b/3c";
    private const string Listener = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/shop/1a/2b";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly DeployEnvironment Here = new("local") { Account = "111122223333", Region = "eu-west-1" };
    private static readonly IReadOnlyList<GroupWeight> AllBlue = [new(Blue, 100), new(Green, 0)];
    private static readonly IReadOnlyList<GroupWeight> Half = [new(Blue, 50), new(Green, 50)];

    private readonly List<Dictionary<string, string>> _sent = [];

    [Fact]
    public async Task Rules_and_default_actions_are_read_with_one_call_for_each_kind_and_a_plain_target_group_means_all_of_the_traffic()
    {
        var read = await With(
            sent => sent["Action"] == "DescribeRules"
                ? Rules(RuleXml(Rule, Forward((Blue, 90), (Green, 10)), isDefault: false))
                : Listeners($"<member><Type>forward</Type><Order>1</Order><TargetGroupArn>{Blue}</TargetGroupArn></member>"),
            weights => weights.Read([Rule, Listener], Ct));

        Assert.Equal("web 90, web-alt 10", read[Rule].Shown);
        Assert.Equal(("web 1", true), (read[Listener].Shown, read[Listener].IsDefault));
        Assert.Equal(["DescribeRules", "DescribeListeners"], _sent.Select(sent => sent["Action"]));
    }

    [Fact]
    public async Task What_does_not_exist_is_left_out_and_does_not_hide_the_others()
    {
        var read = await With(
            sent => sent.ContainsValue("gone")
                ? Reply.Xml("<ErrorResponse><Error><Type>Sender</Type><Code>RuleNotFound</Code><Message>One or more rules not found</Message></Error></ErrorResponse>", 400)
                : Rules(RuleXml(Rule, Forward((Blue, 1), (Green, 0)), isDefault: false)),
            weights => weights.Read(["gone", Rule], Ct));

        Assert.Equal([Rule], read.Keys);
    }

    [Fact]
    public async Task A_write_sends_all_actions_again_in_their_order_with_the_secret_and_the_stickiness_kept_and_reads_back()
    {
        var forward = Forward((Blue, 100), (Green, 0)).Replace(
            "</ForwardConfig>", "<TargetGroupStickinessConfig><Enabled>true</Enabled><DurationSeconds>600</DurationSeconds></TargetGroupStickinessConfig></ForwardConfig>", StringComparison.Ordinal).Replace("<Order>1", "<Order>2", StringComparison.Ordinal);
        const string Oidc =
            """
            <member><Type>authenticate-oidc</Type><Order>1</Order><AuthenticateOidcConfig><Issuer>https://idp</Issuer><AuthorizationEndpoint>https://idp/a</AuthorizationEndpoint>
            <TokenEndpoint>https://idp/t</TokenEndpoint><UserInfoEndpoint>https://idp/u</UserInfoEndpoint><ClientId>shop</ClientId><SessionTimeout>60</SessionTimeout></AuthenticateOidcConfig></member>
            """;
        var written = await With(
            sent => Rules(RuleXml(Rule, forward.Replace("100<", _sent.Count > 2 ? "50<" : "100<", StringComparison.Ordinal).Replace("<Weight>0", _sent.Count > 2 ? "<Weight>50" : "<Weight>0", StringComparison.Ordinal) + Oidc, isDefault: false), sent["Action"]),
            weights => weights.Write(Rule, AllBlue, Half, Ct));

        Assert.True(written is { Wrote: true, Seen.IsSticky: true } && written.Seen.Shares(Half));
        Assert.Equal(["authenticate-oidc", "forward"], written.Seen.Actions);
        Assert.Equal(["DescribeRules", "ModifyRule", "DescribeRules"], _sent.Select(sent => sent["Action"]));
        Assert.Equal(
            [
                "Action=ModifyRule",
                "Actions.member.1.AuthenticateOidcConfig.AuthorizationEndpoint=https://idp/a", "Actions.member.1.AuthenticateOidcConfig.ClientId=shop", "Actions.member.1.AuthenticateOidcConfig.Issuer=https://idp",
                "Actions.member.1.AuthenticateOidcConfig.SessionTimeout=60", "Actions.member.1.AuthenticateOidcConfig.TokenEndpoint=https://idp/t",
                "Actions.member.1.AuthenticateOidcConfig.UseExistingClientSecret=true", "Actions.member.1.AuthenticateOidcConfig.UserInfoEndpoint=https://idp/u", "Actions.member.1.Order=1", "Actions.member.1.Type=authenticate-oidc",
                $"Actions.member.2.ForwardConfig.TargetGroups.member.1.TargetGroupArn={Blue}", "Actions.member.2.ForwardConfig.TargetGroups.member.1.Weight=50",
                $"Actions.member.2.ForwardConfig.TargetGroups.member.2.TargetGroupArn={Green}", "Actions.member.2.ForwardConfig.TargetGroups.member.2.Weight=50",
                "Actions.member.2.ForwardConfig.TargetGroupStickinessConfig.DurationSeconds=600", "Actions.member.2.ForwardConfig.TargetGroupStickinessConfig.Enabled=true", "Actions.member.2.Order=2", "Actions.member.2.Type=forward",
                $"RuleArn={Rule}",
            ],
            _sent[1].Where(pair => pair.Key != "Version").Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_default_rule_is_changed_through_its_listener_by_either_of_its_ARNs()
    {
        await With(sent => sent["Action"] == "ModifyListener" ? Listeners(Forward((Blue, 50), (Green, 50)), "ModifyListener") : Rules(RuleXml(Rule, Forward((Blue, 100), (Green, 0)), isDefault: true)), weights => weights.Write(Rule, AllBlue, Half, Ct));
        await With(sent => Listeners(Forward((Blue, 100), (Green, 0)), sent["Action"]), weights => weights.Write(Listener, AllBlue, Half, Ct));

        Assert.Equal(
            ["DescribeRules", "ModifyListener", "DescribeRules", "DescribeListeners", "ModifyListener", "DescribeListeners"], _sent.Select(sent => sent["Action"]));
        Assert.All(_sent.Where(sent => sent["Action"] == "ModifyListener"), sent => Assert.Equal((Listener, "50"), (sent["ListenerArn"], sent["DefaultActions.member.1.ForwardConfig.TargetGroups.member.2.Weight"])));
    }

    [Fact]
    public async Task Weights_that_are_not_as_expected_are_told_and_not_written()
    {
        var written = await With(_ => Rules(RuleXml(Rule, Forward((Blue, 70), (Green, 30)), isDefault: false)), weights => weights.Write(Rule, AllBlue, Half, Ct));

        Assert.Equal((false, "web 70, web-alt 30"), (written.Wrote, written.Seen.Shown));
        Assert.Equal(["DescribeRules"], _sent.Select(sent => sent["Action"]));
    }

    [Fact]
    public async Task A_throttled_write_may_pass_and_one_of_a_rule_that_is_gone_may_not()
    {
        var throttled = await Assert.ThrowsAsync<DeployException>(() => With(
            sent => sent["Action"] == "ModifyRule"
                ? Reply.Xml("<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>", 400)
                : Rules(RuleXml(Rule, Forward((Blue, 100), (Green, 0)), isDefault: false)),
            weights => weights.Write(Rule, AllBlue, Half, Ct)));
        var gone = await Assert.ThrowsAsync<DeployException>(() => With(
            _ => Reply.Xml("<ErrorResponse><Error><Type>Sender</Type><Code>RuleNotFound</Code><Message>gone</Message></Error></ErrorResponse>", 400), weights => weights.Write(Rule, AllBlue, Half, Ct)));

        Assert.True(throttled.MayPass);
        Assert.False(gone.MayPass);
        Assert.Contains($"The rule {Rule} does not exist any more.", gone.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, 0, 100, 0, true)]
    [InlineData(100, 0, 1, 0, false)]
    [InlineData(100, 0, 0, 100, false)]
    [InlineData(50, 50, 50, 49, false)]
    public void Rules_share_traffic_alike_when_the_weights_above_zero_are_the_same(int blue, int green, int otherBlue, int otherGreen, bool same)
    {
        var rule = new TrafficRule(Rule, ["forward"], [new(Blue, blue), new(Green, green)]);

        Assert.Equal(same, rule.Shares([new(Green, otherGreen), new(Blue, otherBlue)]));
        Assert.Equal(same && green == 0, rule.Shares([new(Blue, otherBlue)]));
    }

    private async Task<T> With<T>(Func<Dictionary<string, string>, Reply> answer, Func<AwsWeights, Task<T>> use)
    {
        await using var server = await LoopbackServer.Start(call =>
        {
            var sent = call.Text.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => WebUtility.UrlDecode(pair[0]), pair => WebUtility.UrlDecode(pair[1]), StringComparer.Ordinal);
            lock (_sent)
                _sent.Add(sent);

            return answer(sent);
        });
        using var session = new AwsSession(Here, new Uri(server.Url));
        return await use(new AwsWeights(session.LoadBalancing));
    }

    private static string Forward(params IReadOnlyList<(string Group, int Weight)> groups) =>
        $"<member><Type>forward</Type><Order>1</Order><ForwardConfig><TargetGroups>{string.Concat(groups.Select(group => $"<member><TargetGroupArn>{group.Group}</TargetGroupArn><Weight>{group.Weight}</Weight></member>"))}</TargetGroups></ForwardConfig></member>";

    private static string RuleXml(string arn, string actions, bool isDefault) =>
        $"<member><RuleArn>{arn}</RuleArn><Priority>{(isDefault ? "default" : "1")}</Priority><IsDefault>{(isDefault ? "true" : "false")}</IsDefault><Actions>{actions}</Actions></member>";

    private static Reply Rules(string rules, string operation = "DescribeRules") =>
        Reply.Xml($"<{operation}Response><{operation}Result><Rules>{rules}</Rules></{operation}Result></{operation}Response>");

    private static Reply Listeners(string actions, string operation = "DescribeListeners") => Reply.Xml(
        $"<{operation}Response><{operation}Result><Listeners><member><ListenerArn>{Listener}</ListenerArn><DefaultActions>{actions}</DefaultActions></member></Listeners></{operation}Result></{operation}Response>");
}

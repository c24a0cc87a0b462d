using Slipway.Pipelines.Files;
using Slipway.Pipelines.Lint;

namespace Slipway.Tests.Pipelines.CodePipeline;

/// <summary>What AWS's own validator passes over, each as one change of a template that is right.</summary>
public sealed class TemplateLintTests
{
    private const string Right =
        """
        Resources:
          Mine:
            Type: AWS::CodePipeline::Pipeline
            Properties:
              PipelineType: V2
              ExecutionMode: QUEUED
              Variables:
                - Name: service
                  DefaultValue: all
              Triggers:
                - ProviderType: CodeStarSourceConnection
                  GitConfiguration:
                    SourceActionName: Source
                    Push:
                      - Branches: { Includes: [main] }
              Stages:
                - Name: Source
                  Actions:
                    - Name: Source
                      Namespace: Source
                      ActionTypeId: { Category: Source, Owner: AWS, Provider: CodeStarSourceConnection, Version: '1' }
                      Configuration: { ConnectionArn: !Ref Connection, BranchName: main }
                      OutputArtifacts: [{ Name: Sources }]
                - Name: Plan
                  BeforeEntry:
                    Conditions:
                      - Result: SKIP
                        Rules:
                          - Name: is-asked
                            RuleTypeId: { Category: Rule, Owner: AWS, Provider: VariableCheck, Version: '1' }
                            Configuration: { Variable: '#{variables.service}', Operator: NE, Value: none }
                  Actions:
                    - Name: Plan
                      Namespace: Plan
                      ActionTypeId: { Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1' }
                      Configuration:
                        ProjectName: !Ref Project
                        EnvironmentVariables: '[{"name":"SERVICE","value":"#{variables.service}"},{"name":"RUN","value":"#{codepipeline.PipelineExecutionId}","type":"PLAINTEXT"}]'
                      InputArtifacts: [{ Name: Sources }]
                    - Name: Approve
                      RunOrder: 2
                      ActionTypeId: { Category: Approval, Owner: AWS, Provider: Manual, Version: '1' }
                      Configuration: { CustomData: 'Plan #{Plan.SUMMARY}' }
                      TimeoutInMinutes: 60
                - Name: Prod
                  OnSuccess:
                    Fn::If:
                      - IsWatched
                      - Conditions:
                          - Result: ROLLBACK
                            Rules:
                              - Name: errors
                                RuleTypeId: { Category: Rule, Owner: AWS, Provider: CloudWatchAlarm, Version: '1' }
                                Configuration: { AlarmName: !Ref Errors, WaitTime: '10' }
                      - !Ref AWS::NoValue
                  OnFailure:
                    Result: RETRY
                  Actions:
                    - Name: Deploy
                      ActionTypeId: { Category: Build, Owner: AWS, Provider: CodeBuild, Version: '1' }
                      Configuration: { ProjectName: !Ref Project }
                      InputArtifacts: [{ Name: Sources }]

        """;

    [Fact]
    public void A_pipeline_that_is_right_has_no_findings() => Assert.Empty(Check(Right));

    [Theory]
    [InlineData("unknown-provider", "Provider: Manual", "Provider: Manuel", "action Approve of stage Plan: AWS has no provider Manuel for Approval")]
    [InlineData("unknown-provider", "Provider: VariableCheck", "Provider: VarCheck", "there is no rule VarCheck")]
    [InlineData("undefined-artifact", "OutputArtifacts: [{ Name: Sources }]", "OutputArtifacts: [{ Name: Sorces }]", "action Plan of stage Plan takes the artifact Sources, and no action before it makes one of that name")]
    [InlineData("duplicate-name", "- Name: Approve", "- Name: Plan", "there are several actions Plan in one stage")]
    [InlineData("duplicate-name", "- Name: Prod", "- Name: Plan", "there are several stages Plan")]
    [InlineData("wrong-result", "Result: SKIP", "Result: ROLLBACK", "stage Plan: BeforeEntry cannot come to ROLLBACK")]
    [InlineData("wrong-result", "Result: RETRY", "Result: SKIP", "stage Prod: OnFailure cannot come to SKIP")]
    [InlineData("wrong-result", "- Result: ROLLBACK", "- Result: SKIP", "stage Prod: OnSuccess cannot come to SKIP")]
    [InlineData("broken-variables", "\"value\":\"#{variables.service}\"}", "\"value\":\"#{variables.service}}", "action Plan of stage Plan: its variables are no JSON:")]
    [InlineData("broken-variables", "\"name\":\"SERVICE\",", "", "action Plan of stage Plan: its variables have one without a name or a value:")]
    [InlineData("broken-variables", "\"type\":\"PLAINTEXT\"", "\"type\":\"PLAIN\"", "action Plan of stage Plan: its variables have one of an unknown type: PLAIN")]
    [InlineData("broken-variables", "\"name\":\"RUN\"", "\"name\":\"SERVICE\"", "action Plan of stage Plan: its variables name SERVICE twice")]
    [InlineData("unknown-source", "SourceActionName: Source", "SourceActionName: Sources", "a trigger waits for the sources of Sources, and no action of that name takes any")]
    [InlineData("misspelt-rule", "WaitTime", "WaitMinutes", "rule errors is told WaitMinutes, which CloudWatchAlarm does not know")]
    [InlineData("misspelt-rule", ", Operator: NE", "", "rule is-asked is not told Operator, which VariableCheck needs")]
    [InlineData("undefined-variable", "- Name: service", "- Name: servce", "#{variables.service}: the pipeline has no such variable")]
    [InlineData("undefined-variable", "#{Plan.SUMMARY}", "#{Review.SUMMARY}", "#{Review.SUMMARY}: no action before it has the namespace Review")]
    [InlineData("undefined-variable", "BranchName: main", "BranchName: '#{Plan.BRANCH}'", "#{Plan.BRANCH}: no action before it has the namespace Plan")]
    [InlineData("wrong-timeout", "TimeoutInMinutes: 60", "TimeoutInMinutes: 4", "action Approve of stage Plan is waited for 4 minutes")]
    [InlineData("wrong-timeout", "TimeoutInMinutes: 60", "TimeoutInMinutes: 86401", "action Approve of stage Plan is waited for 86401 minutes")]
    public void What_is_wrong_is_told_on_its_line(string rule, string from, string to, string says)
    {
        var text = Right.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Right, text);

        var findings = Check(text);

        var finding = findings[0];
        Assert.All(findings, one => Assert.Equal(rule, one.Rule));
        Assert.StartsWith(says, finding.Message, StringComparison.Ordinal);
        Assert.Contains(finding.Line, Enumerable.Range(1, text.Split('\n').Length));
    }

    [Fact]
    public void Lines_are_those_of_what_is_wrong()
    {
        var text = Right.Replace("TimeoutInMinutes: 60", "TimeoutInMinutes: 4", StringComparison.Ordinal);

        Assert.Equal("TimeoutInMinutes: 4", text.Split('\n')[Assert.Single(Check(text)).Line - 1].Trim());
    }

    [Fact]
    public void A_text_that_is_longer_than_CodePipeline_takes_is_found() =>
        Assert.Equal("long-value", Assert.Single(Check(Right.Replace("Plan #{Plan.SUMMARY}", $"Plan #{{Plan.SUMMARY}}{new string('x', 1000)}", StringComparison.Ordinal))).Rule);

    [Theory]
    [InlineData("      PipelineType: V2\n", "")]
    [InlineData("PipelineType: V2", "PipelineType: V1")]
    public void What_only_version_2_has_is_told_of_any_other(string from, string to) =>
        Assert.Equal(
            ["ExecutionMode", "Variables", "Triggers", "BeforeEntry", "OnSuccess", "OnFailure"],
            Check(Right.Replace(from, to, StringComparison.Ordinal)).Where(finding => finding.Rule == "only-version-2").Select(finding => finding.Message.Split(' ')[0]));

    [Fact]
    public void Several_triggers_for_one_action_are_told()
    {
        const string Trigger = "        - ProviderType: CodeStarSourceConnection\n          GitConfiguration:\n            SourceActionName: Source\n";

        Assert.Equal("unknown-source", Assert.Single(Check(Right.Replace(Trigger, $"{Trigger}{Trigger}", StringComparison.Ordinal))).Rule);
    }

    [Fact]
    public void What_a_function_gives_is_not_judged() =>
        Assert.Empty(Check(Right.Replace("Provider: Manual", "Provider: !Ref Provider", StringComparison.Ordinal).Replace("TimeoutInMinutes: 60", "TimeoutInMinutes: !Ref Minutes", StringComparison.Ordinal)));

    [Fact]
    public void A_comment_with_a_reason_allows_one() =>
        Assert.Empty(Check(Right.Replace("TimeoutInMinutes: 60", "TimeoutInMinutes: 4 # slipway allows wrong-timeout: a test", StringComparison.Ordinal)));

    [Fact]
    public void What_is_no_template_has_no_findings_and_what_is_no_YAML_has_one()
    {
        Assert.Empty(Check("version: 0.2\nphases: {}\n"));
        Assert.Equal("unreadable", Assert.Single(Check("a: [\n")).Rule);
    }

    private static IReadOnlyList<LintFinding> Check(string text) => TemplateLint.Check(new RepositoryFile("build/aws/mine.yml", text));
}

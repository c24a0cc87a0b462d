using System.Text.Json.Nodes;
using Slipway.Infrastructures;

namespace Slipway.Tests.Infrastructures;

public sealed class TerraformReadingTests
{
    private static readonly TerraformOutputs Names = Terraform.Outputs("infra/dev");

    private static readonly DeployEnvironment Dev = Shop.Dev with { Infrastructure = Names };

    [Fact]
    public void Outputs_become_a_typed_infrastructure()
    {
        var read = Read(Complete());

        Assert.Equal(
            ("shop", true, Shop.ExecutionRole, Shop.TaskRole), (read.Cluster, read.AssignPublicIp, read.ExecutionRole, read.TaskRole));
        Assert.Equal(["subnet-a", "subnet-b"], read.Subnets);
        Assert.Equal(["sg-a"], read.SecurityGroups);
        Assert.Equal([new("web", Shop.TargetGroup)], read.TargetGroups);
        Assert.Equal([new("pages", new SiteInfrastructure("shop-pages", "E2QWRUHAPOMQZL") { Address = new Uri("https://shop.example.com") })], read.Sites);
    }

    [Fact]
    public void What_may_be_absent_has_its_default()
    {
        var outputs = Complete();
        outputs.Remove("assign_public_ip");
        outputs.Remove("task_role");

        var read = Read(outputs);

        Assert.False(read.AssignPublicIp);
        Assert.Null(read.TaskRole);
    }

    [Fact]
    public void An_output_that_was_named_on_purpose_may_not_be_absent() =>
        Assert.Contains(
            "  output server_role: is missing; wanted is a string; found assign_public_ip, cluster,", Refusal(Complete(), Names with { TaskRole = "server_role" }), StringComparison.Ordinal);

    [Fact]
    public void Other_names_are_read_where_they_are_given()
    {
        var outputs = Complete();
        outputs["ecs_cluster_name"] = Output("string", "other");

        Assert.Equal("other", Read(outputs, Names with { Cluster = "ecs_cluster_name" }).Cluster);
    }

    [Fact]
    public void All_that_is_missing_or_of_another_type_is_said_at_once_with_what_it_is_and_what_is_wanted()
    {
        var outputs = Complete();
        outputs.Remove("cluster");
        outputs["subnets"] = Output("string", "subnet-a,subnet-b");
        outputs["security_groups"] = Output(new JsonArray("list", "number"), new JsonArray(1, 2));
        outputs["assign_public_ip"] = Output("string", "true");
        outputs["execution_role"] = Output(new JsonArray("object", new JsonObject { ["arn"] = "string", ["name"] = "string" }), new JsonObject { ["arn"] = "x", ["name"] = "y" });
        outputs["target_groups"] = Output(new JsonArray("map", "string"), new JsonObject { ["api"] = Shop.TargetGroup });
        outputs["sites"] = Output(new JsonArray("object", new JsonObject()), new JsonObject { ["pages"] = new JsonObject { ["bucket"] = "shop-pages" } });

        Assert.Equal(
            """
            Terraform's outputs in infra/dev do not give what shop needs in dev. Nothing was changed.
              output cluster: is missing; wanted is a string; found assign_public_ip, execution_role, security_groups, sites, subnets, target_groups, task_role
              output subnets: is a string; wanted is a list of strings
              output security_groups: is a list of number; wanted is a list of strings
              output assign_public_ip: is a string; wanted is a bool
              output execution_role: is an object of arn, name; wanted is a string
              output target_groups: lacks web; found api
              output sites: has for pages an object of bucket; wanted is a map from site to { bucket, distribution } of strings, perhaps with an address such as https://www.example.com
              try  add or correct them and terraform -chdir=infra/dev apply, or name others: Terraform.Outputs("infra/dev") with { Cluster = "..." }
            """.ReplaceLineEndings("\n"),
            Refusal(outputs));
    }

    [Fact]
    public void Values_are_held_to_the_rules_of_those_that_are_written_down()
    {
        var outputs = Complete();
        outputs["subnets"] = Output(new JsonArray("list", "string"), new JsonArray("vpc-1"));
        outputs["target_groups"] = Output(new JsonArray("map", "string"), new JsonObject { ["web"] = Shop.TargetGroup.Replace("eu-west-1", "us-east-1", StringComparison.Ordinal) });

        var refusal = Refusal(outputs);

        Assert.Contains("  output subnets: \"vpc-1\"; valid is the id of a subnet, such as subnet-0123456789abcdef0\n", refusal, StringComparison.Ordinal);
        Assert.Contains("is elsewhere; valid is one of account 111122223333, region eu-west-1\n", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void What_moving_traffic_needs_is_read_for_services_that_do_and_held_to_the_same_rules()
    {
        var shop = Shop.Application with { Services = [Shop.Application.Services[0] with { Rollout = Rollout.BlueGreen }] };
        const string Second = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop-web-alt/0123456789abcdef";
        const string Rule = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/shop/1a/2b/3c";
        var outputs = Complete();
        outputs["traffic"] = Output(
            new JsonArray("map", "string"),
            new JsonObject { ["web"] = new JsonObject { ["alternate_target_group"] = Second, ["rule"] = Rule, ["test_rule"] = null, ["role"] = "shop-traffic" }, ["another"] = "whatever" });

        Assert.Equal([new("web", new TrafficInfrastructure(Second, Rule) { Role = "shop-traffic" })], TerraformReading.Of(shop, Dev, Names, outputs).Traffic);
        Assert.Empty(Read(Complete()).Traffic);

        outputs["traffic"]!["value"]!["web"]!["role"] = null;
        Assert.Contains("output traffic: lacks a Role for web", Assert.Throws<DeployException>(() => TerraformReading.Of(shop, Dev, Names, outputs)).Message, StringComparison.Ordinal);
        outputs["traffic"]!["value"]!["web"]!["rule"] = 1;
        Assert.Contains(
            "output traffic: has for web an object of alternate_target_group, role, rule, test_rule; wanted is a map from service to { alternate_target_group, rule } of strings, perhaps with test_rule and role",
            Assert.Throws<DeployException>(() => TerraformReading.Of(shop, Dev, Names, outputs)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sensitive_value_is_read_but_never_shown()
    {
        var outputs = Complete();
        outputs["cluster"] = Output("string", "no cluster's name", sensitive: true);
        outputs["subnets"] = Output(new JsonArray("tuple", new JsonArray("string")), new JsonArray("hidden-subnet"), sensitive: true);

        var refusal = Refusal(outputs);

        Assert.Contains("output cluster: \"***\"; valid is the name or ARN of an ECS cluster", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-subnet", refusal, StringComparison.Ordinal);
        outputs["cluster"] = Output("string", "shop", sensitive: true);
        outputs["subnets"] = Output(new JsonArray("set", "string"), new JsonArray("subnet-z"), sensitive: true);
        Assert.Equal("subnet-z", Assert.Single(Read(outputs).Subnets));
    }

    [Fact]
    public void A_state_without_outputs_was_not_applied()
    {
        var refusal = Refusal([]);

        Assert.Contains("it has no outputs at all: it was not applied, another workspace is selected, or it declares none", refusal, StringComparison.Ordinal);
        Assert.Contains("try  terraform -chdir=infra/dev apply", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_application_does_not_have_is_not_asked_for()
    {
        var site = Shop.Application with { Services = [] };
        var outputs = new JsonObject { ["sites"] = Complete()["sites"]!.DeepClone() };

        Assert.Equal("shop-pages", TerraformReading.Of(site, Dev, Names, outputs).Sites["pages"].Bucket);
    }

    private static Infrastructure Read(JsonObject outputs, TerraformOutputs? names = null) => TerraformReading.Of(Shop.Application, Dev, names ?? Names, outputs);

    private static string Refusal(JsonObject outputs, TerraformOutputs? names = null)
    {
        var error = Assert.Throws<DeployException>(() => Read(outputs, names));
        Assert.Equal(Verdict.Refused, error.Verdict);
        return error.Message.ReplaceLineEndings("\n");
    }

    private static JsonObject Complete() => new()
    {
        ["cluster"] = Output("string", "shop"),
        ["subnets"] = Output(new JsonArray("set", "string"), new JsonArray("subnet-a", "subnet-b")),
        ["security_groups"] = Output(new JsonArray("list", "string"), new JsonArray("sg-a")),
        ["assign_public_ip"] = Output("bool", true),
        ["execution_role"] = Output("string", Shop.ExecutionRole),
        ["task_role"] = Output("string", Shop.TaskRole),
        ["target_groups"] = Output(new JsonArray("map", "string"), new JsonObject { ["web"] = Shop.TargetGroup, ["another"] = "whatever" }),
        ["sites"] = Output(
            new JsonArray("object", new JsonObject()),
            new JsonObject { ["pages"] = new JsonObject { ["bucket"] = "shop-pages", ["distribution"] = "E2QWRUHAPOMQZL", ["address"] = "https://shop.example.com" } }),
    };

    private static JsonObject Output(JsonNode type, JsonNode value, bool sensitive = false) => new() { ["sensitive"] = sensitive, ["type"] = type, ["value"] = value };
}

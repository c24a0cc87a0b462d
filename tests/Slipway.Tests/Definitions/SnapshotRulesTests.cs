namespace Slipway.Tests.Definitions;

public sealed class SnapshotRulesTests
{
    private static readonly EcsService Api = new("api")
    {
        Image = new DockerImage("api"),
        Size = FargateSize.Of(cpu: 256, memoryMiB: 512),
        Before = [new RdsSnapshot("shop-{environment}"), new OneOffTask("migrate", ["./migrate"])],
    };

    private static readonly DeployEnvironment Prod = new("prod")
    {
        Account = "111122223333",
        Region = "eu-central-1",
        Infrastructure = new Infrastructure { Cluster = "main", Subnets = ["subnet-1"], SecurityGroups = [], ExecutionRole = "arn:aws:iam::111122223333:role/execution" },
    };

    private static readonly Application Shop = new("shop") { Environments = [DeployEnvironment.Local with { Backing = [Backing.Postgres()] }, Prod], Services = [Api] };

    [Fact]
    public void A_snapshot_of_the_environments_database_is_sound_and_on_this_machine_it_is_the_backing()
    {
        Assert.Empty(Check(Shop));
        Assert.Equal(("shop-local", "shop-prod"), (Snapshot.DatabaseIn(DeployEnvironment.Local), Snapshot.DatabaseIn(Prod)));
    }

    [Fact]
    public void An_identifier_is_kept_in_lower_case_as_RDS_keeps_it() =>
        Assert.Equal("shop-prod-main", new RdsSnapshot("Shop-{environment}-Main").DatabaseIn(Prod));

    [Theory]
    [InlineData("", false)]
    [InlineData("d", true)]
    [InlineData("1shop", false)]
    [InlineData("shop-", false)]
    [InlineData("shop--prod", false)]
    [InlineData("shop_prod", false)]
    [InlineData("arn:aws:rds:eu-central-1:111122223333:db:shop", false)]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901-3", true)]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901-34", false)]
    public void An_identifier_is_what_RDS_takes(string database, bool isValid)
    {
        var problems = Check(Shop with { Environments = [Prod], Services = [Api with { Before = [new RdsSnapshot(database)] }] });

        Assert.Equal(
            isValid ? [] : [$"shop / api / Before / {database} / Database: in prod: \"{database}\"; valid are 1 to 63 letters, digits and hyphens, a letter first, no hyphen last, no two in a row (and {{environment}})"],
            problems);
    }

    [Fact]
    public void Every_mistake_is_reported_at_once_for_the_environments_where_it_is_one()
    {
        var broken = Shop with
        {
            Services =
            [
                Api with
                {
                    Before =
                    [
                        new RdsSnapshot("orders") { Timeout = TimeSpan.Zero },
                        new RdsSnapshot("orders"),
                        new RdsSnapshot("items--{environment}") { When = By.Environment(env => env.Is("prod")) },
                        new RdsSnapshot("carts") { When = By.Environment<bool>(_ => throw new InvalidOperationException("no idea")) },
                    ],
                },
            ],
        };

        Assert.Equal(
            [
                "shop / api / Before: \"orders\" is defined 2 times; each name may stand once",
                "shop / api / Before / orders / Timeout: 00:00:00; valid are 1 second to 6 hours",
                "shop / api / Before / orders / Database: in local: no backing is DB instance \"orders\"; found shop-local; see Backing.Instance",
                "shop / api / Before / orders / Database: in local: no backing is DB instance \"orders\"; found shop-local; see Backing.Instance",
                "shop / api / Before / items--{environment} / Database: in prod: \"items--prod\"; valid are 1 to 63 letters, digits and hyphens, a letter first, no hyphen last, no two in a row (and {environment})",
                "shop / api / Before / carts / When: has no value in local: its function throws InvalidOperationException: no idea",
                "shop / api / Before / carts / When: has no value in prod: its function throws InvalidOperationException: no idea",
            ],
            Check(broken));
    }

    [Fact]
    public void A_backing_is_a_DB_instance_named_after_application_and_environment_or_as_it_says()
    {
        var local = DeployEnvironment.Local;

        Assert.Equal(
            ["shop-local", "shop-local-orders", "legacy-local", null],
            new[] { Backing.Postgres(), Backing.MySql("orders"), Backing.Postgres("old") with { Instance = "legacy-{environment}" }, Backing.Redis() }.Select(backing => backing.InstanceOf(Shop, local)));
        Assert.Equal(
            [
                "shop / local / Backing / Instance: \"shop-local\" is defined 2 times; each name may stand once",
                "shop / local / Backing / cache / Instance: \"cache\"; valid is none, since redis is no DB instance",
                "shop / local / Backing / old / Instance: \"Legacy\"; valid are 1 to 63 letters, digits and hyphens, a letter first, no hyphen last, no two in a row, in lower case",
            ],
            Check(Shop with
            {
                Environments =
                [
                    local with
                    {
                        Backing =
                        [
                            Backing.Postgres(), Backing.MySql("two") with { Instance = "shop-local" }, Backing.Redis("cache") with { Instance = "cache" },
                            Backing.Postgres("old") with { Instance = "Legacy" },
                        ],
                    },
                ],
            }));
    }

    private static RdsSnapshot Snapshot => (RdsSnapshot)Api.Before[0];

    private static IEnumerable<string> Check(Application application) => DefinitionRules.Check([application], _ => true).Select(problem => problem.ToString());
}

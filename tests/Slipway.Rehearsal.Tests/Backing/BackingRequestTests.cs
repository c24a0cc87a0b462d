using Slipway.Rehearsal.Backing;

namespace Slipway.Rehearsal.Tests.Backing;

public sealed class BackingRequestTests
{
    [Fact]
    public void A_request_is_read()
    {
        var request = BackingRequest.Parse("main", """{ "engine": "postgres", "account": "000000000000", "region": "us-east-1", "secret": "chat/local/db", "database": "chat_1" }""");

        Assert.Equal(new BackingRequest("main", BackingEngine.Postgres, "chat_1", new SecretPlace("000000000000", "us-east-1", "chat/local/db")), request);
    }

    [Fact]
    public void Redis_has_no_databases_so_that_one_does_not_count()
    {
        const string with = """{ "engine": "redis", "account": "000000000000", "region": "us-east-1", "secret": "s", "database": "chat" }""";
        const string without = """{ "engine": "redis", "account": "000000000000", "region": "us-east-1", "secret": "s" }""";

        Assert.Equal(BackingRequest.Parse("cache", with), BackingRequest.Parse("cache", without));
        Assert.Equal("", BackingRequest.Parse("cache", with).Database);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var error = Assert.Throws<DeployException>(() => BackingRequest.Parse("Main!", """{ "engine": "oracle", "account": 12, "secrets": [] }"""));

        Assert.Equal(Verdict.Usage, error.Verdict);
        Assert.Equal(
            """
            The backing store Main! was not started. Nothing was changed.
              the name must be 1 to 40 lower-case letters, digits and hyphens and begin with a letter, found Main!
              secrets is unknown; known are engine, account, region, secret, database, instance, cluster
              engine must be one of redis, postgres, mysql, found "oracle"
              account must be twelve digits, found 12
              region must be a text, found nothing
              secret must be a text, found nothing
            """,
            error.Message);
    }

    [Theory]
    [InlineData("""{ "engine": "postgres", "account": "000000000000", "region": "us-east-1", "secret": "s", "database": "shop", "instance": "shop-local" }""", "arn:aws:rds:us-east-1:000000000000:db:shop-local")]
    [InlineData("""{ "engine": "mysql", "account": "000000000000", "region": "us-east-1", "secret": "s", "database": "shop", "cluster": "shop-local" }""", "arn:aws:rds:us-east-1:000000000000:cluster:shop-local")]
    [InlineData("""{ "engine": "mysql", "account": "000000000000", "region": "us-east-1", "secret": "s", "database": "shop" }""", null)]
    public void What_RDS_knows_a_store_as_is_asked_for(string body, string? arn) => Assert.Equal(arn, BackingRequest.Parse("db", body).Place?.Arn);

    [Theory]
    [InlineData("""{ "engine": "postgres", "account": "000000000000", "region": "us-east-1", "secret": "s", "database": "shop", "instance": "a", "cluster": "b" }""")]
    [InlineData("""{ "engine": "postgres", "account": "000000000000", "region": "us-east-1", "secret": "s", "database": "shop", "instance": "shop--local" }""")]
    [InlineData("""{ "engine": "redis", "account": "000000000000", "region": "us-east-1", "secret": "s", "instance": "shop" }""")]
    public void What_RDS_would_not_take_is_refused(string body) =>
        Assert.Contains("one of instance and cluster may be the identifier of a database in RDS", Assert.Throws<DeployException>(() => BackingRequest.Parse("db", body)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("postgres", "\"postgres\"")]
    [InlineData("postgres", "\"pg_own\"")]
    [InlineData("mysql", "\"mysql\"")]
    [InlineData("mysql", "\"a'; DROP\"")]
    [InlineData("postgres", "\"Chat\"")]
    [InlineData("mysql", "\"a2345678901234567890123456789012\"")]
    [InlineData("postgres", "null")]
    public void A_database_that_is_none_or_the_servers_own_is_refused(string engine, string database)
    {
        var error = Assert.Throws<DeployException>(() =>
            BackingRequest.Parse("main", $$"""{ "engine": "{{engine}}", "account": "000000000000", "region": "r", "secret": "s", "database": {{database}} }"""));

        Assert.Contains($"be none of the server's own, found {(database == "null" ? "nothing" : database.Replace("'", "\\u0027", StringComparison.Ordinal))}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    public void What_is_no_object_is_refused(string body)
    {
        var error = Assert.Throws<DeployException>(() => BackingRequest.Parse("main", body));

        Assert.StartsWith("The body of the request is not a JSON object. Nothing was changed.", error.Message, StringComparison.Ordinal);
        Assert.Equal(Verdict.Usage, error.Verdict);
    }
}

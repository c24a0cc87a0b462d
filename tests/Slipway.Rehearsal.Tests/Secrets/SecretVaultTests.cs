using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.Secrets;

public sealed class SecretVaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SecretVault _vault;
    private readonly string _arn;
    private readonly string _firstVersion;

    public SecretVaultTests()
    {
        _vault = new SecretVault(new FileStateStore(_folder.Path));
        var api = new SecretsManagerApi(_vault, TimeProvider.System);
        var made = Call(api, "CreateSecret", new JsonObject { ["Name"] = "chat/database", ["SecretString"] = """{"url":"one","port":5432}""" });
        (_arn, _firstVersion) = (made.RequiredString("ARN"), made.RequiredString("VersionId"));
        Call(api, "PutSecretValue", new JsonObject { ["SecretId"] = _arn, ["SecretString"] = """{"url":"two","port":5432}""" });
    }

    [Fact]
    public void A_full_ARN_gives_the_secret_or_a_key_a_stage_or_a_version_of_it()
    {
        Assert.Equal("""{"url":"two","port":5432}""", _vault.Resolve(_arn));
        Assert.Equal("""{"url":"two","port":5432}""", _vault.Resolve($"{_arn}:::"));
        Assert.Equal("two", _vault.Resolve($"{_arn}:url::"));
        Assert.Equal("5432", _vault.Resolve($"{_arn}:port::"));
        Assert.Equal("one", _vault.Resolve($"{_arn}:url:AWSPREVIOUS:"));
        Assert.Equal("one", _vault.Resolve($"{_arn}:url::{_firstVersion}"));
        Assert.Equal("two", new SecretVault(new FileStateStore(_folder.Path)).Resolve($"{_arn}:url::"));
    }

    [Fact]
    public void Anything_else_is_refused_with_the_reason_that_ECS_gives()
    {
        Assert.Contains("did not contain json key user", Refused($"{_arn}:user::"), StringComparison.Ordinal);
        Assert.Contains("can't find the specified secret value", Refused(_arn[..^7]), StringComparison.Ordinal);
        Assert.Contains("can't find the specified secret value", Refused($"{_arn}:url:NOPE:"), StringComparison.Ordinal);
        Assert.Contains("invalid ARN format", Refused("chat/database"), StringComparison.Ordinal);
        Assert.Contains("invalid ARN format", Refused($"{_arn}:a:b:c:d"), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Refused(string valueFrom) => Assert.Throws<AwsError>(() => _vault.Resolve(valueFrom)).Message;

    private static JsonObject Call(SecretsManagerApi api, string operation, JsonObject input) =>
        api.Call(operation, input, new Caller("k", "000000000000", "us-east-1"), CancellationToken.None).GetAwaiter().GetResult();
}

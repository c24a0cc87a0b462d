using Amazon.Runtime.CredentialManagement;
using AWSSDK.Tests.Loopback;
using Slipway.Aws;

namespace Slipway.Tests.Aws;

/// <summary>Where credentials come from; alone in their collection, since environment variables belong to the process.</summary>
[Collection(nameof(AwsCredentialsTests))]
public sealed class AwsCredentialsTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-aws-");
    private readonly List<(string Name, string? Value)> _before = [];

    public AwsCredentialsTests()
    {
        // Nothing of this machine's own: neither variables, nor what a container or an instance would be given.
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            Set(name, null);

        Set("AWS_EC2_METADATA_DISABLED", "true");
        Set("AWS_PROFILE", "no-such-profile-of-slipway");
    }

    [Fact]
    public async Task No_credentials_at_all_are_refused_with_what_to_do()
    {
        await using var server = await LoopbackServer.Start(_ => Reply.Json("{}"));
        using var session = new AwsSession(new DeployEnvironment("prod") { Account = "111122223333", Region = "eu-west-1" }, new Uri(server.Url));

        var error = await Assert.ThrowsAsync<DeployException>(() => session.CheckCaller(Ct));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.StartsWith("There are no usable AWS credentials.", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("try     aws sso login, set AWS_PROFILE, or give the environment a Profile", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task The_profile_of_an_environment_is_looked_for_and_no_other_is_taken_in_its_place()
    {
        Set("AWS_ACCESS_KEY_ID", "SOMEBODYELSE");
        Set("AWS_SECRET_ACCESS_KEY", "secret");
        var environment = new DeployEnvironment("prod") { Account = "111122223333", Region = "eu-west-1", Profile = "no-such-profile-of-slipway" };
        using var session = new AwsSession(environment, endpoint: null);

        var error = await Assert.ThrowsAsync<DeployException>(() => session.CheckCaller(Ct));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.StartsWith("The AWS profile no-such-profile-of-slipway was not found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_profile_names_those_that_are_known()
    {
        var error = Assert.Throws<DeployException>(() => AwsSession.OfProfile(Profiles("one", "two"), "three"));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Equal(
            """
            The AWS profile three was not found or is not complete. Nothing was changed.
              found  one, two
              try    aws configure sso --profile three
            """,
            error.Message);
    }

    [Fact]
    public async Task A_known_profile_gives_its_own_key() =>
        Assert.Equal("KEYOFtwo", (await AwsSession.OfProfile(Profiles("one", "two"), "two").GetCredentialsAsync()).AccessKey);

    [Fact]
    public async Task A_profile_that_wants_a_code_of_a_person_is_refused_with_the_command_that_asks_for_it()
    {
        var file = Path.Combine(_folder.FullName, "guarded");
        await File.WriteAllTextAsync(
            file,
            """
            [base]
            aws_access_key_id = KEY
            aws_secret_access_key = secret

            [guarded]
            role_arn = arn:aws:iam::111122223333:role/deploy
            source_profile = base
            mfa_serial = arn:aws:iam::111122223333:mfa/ann
            region = eu-west-1
            """, Ct);
        var profile = AwsSession.OfProfile(new CredentialProfileStoreChain(file), "guarded");

        var error = await Assert.ThrowsAsync<DeployException>(() => AwsFailures.Translate("sts:GetCallerIdentity", () => profile.GetCredentialsAsync()));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.EndsWith(
            """try     eval "$(aws configure export-credentials --profile NAME --format env)", which asks for the code, without a Profile""", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        foreach (var (name, value) in Enumerable.Reverse(_before))
            Environment.SetEnvironmentVariable(name, value);

        _folder.Delete(recursive: true);
    }

    private CredentialProfileStoreChain Profiles(params string[] names)
    {
        var file = Path.Combine(_folder.FullName, "credentials");
        File.WriteAllText(file, string.Concat(names.Select(name => $"[{name}]\naws_access_key_id = KEYOF{name}\naws_secret_access_key = secret of {name}\n")));
        return new CredentialProfileStoreChain(file);
    }

    private void Set(string name, string? value)
    {
        _before.Add((name, Environment.GetEnvironmentVariable(name)));
        Environment.SetEnvironmentVariable(name, value);
    }
}

[CollectionDefinition(nameof(AwsCredentialsTests), DisableParallelization = true)]
public sealed class AwsCredentialsCollection;

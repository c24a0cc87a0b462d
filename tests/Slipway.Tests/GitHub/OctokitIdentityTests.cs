using AWSSDK.Tests.Loopback;
using Slipway.GitHub;

namespace Slipway.Tests.GitHub;

public sealed class OctokitIdentityTests
{
    private const string Repository = """{"id":456789,"name":"chat","full_name":"Acme/chat","owner":{"id":123456,"login":"Acme","type":"Enterprise"},"visibility":"someday"}""";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"use_default":true,"use_immutable_subject":true,"sub_claim_prefix":"repo:Acme@123456/chat@456789"}""", "repo:Acme@123456/chat@456789")]
    [InlineData("""{"use_default":true,"sub_claim_prefix":"repo:Acme/chat:"}""", "repo:Acme/chat")]
    [InlineData("""{"use_default":false,"include_claim_keys":["repo","context"]}""", null)]
    [InlineData("""{"use_default":true}""", null)]
    [InlineData(null, null)]
    public async Task A_repository_is_read_with_its_ids_and_GitHubs_own_spelling(string? form, string? prefix)
    {
        await using var github = await Start(form);

        // Asked for in another spelling than GitHub's, which the subject will have.
        var identity = await Identity(github).Read(Ct);

        Assert.Equal(new OidcRepository("Acme", "chat") { Ids = new RepositoryIds("123456", "456789"), Prefix = prefix }, identity);
        Assert.Equal(["/repos/acme/Chat", "/repos/acme/Chat/actions/oidc/customization/sub"], github.Calls.Select(call => call.PathAndQuery));
    }

    [Fact]
    public async Task Subjects_in_a_form_of_their_own_are_refused_with_the_way_back()
    {
        await using var github = await Start("""{"use_default":false,"include_claim_keys":["repository_owner","job_workflow_ref"]}""");

        var error = await Assert.ThrowsAsync<DeployException>(() => Identity(github).Read(Ct));

        Assert.Equal(
            """
            The jobs of Acme/chat name themselves in a form of its own. Nothing was changed.
              seen  the subject is made of repository_owner, job_workflow_ref
              try   put the default back: gh api --method PUT repos/Acme/chat/actions/oidc/customization/sub --field use_default=true
            """,
            error.Message);
    }

    private static OctokitIdentity Identity(LoopbackServer github) => new(new OctokitCalls(new Uri(github.Url), "acme/Chat", "t0ken", TimeSpan.Zero, new HurriedTime(), TimeSpan.FromSeconds(60)));

    private static Task<LoopbackServer> Start(string? form) => LoopbackServer.Start(call =>
        !call.PathAndQuery.EndsWith("/sub", StringComparison.Ordinal) ? new Reply(200, Repository, "application/json")
        : form is null ? new Reply(404, """{"message":"Not Found"}""", "application/json")
        : new Reply(200, form, "application/json"));
}

using Slipway.GitHub;

namespace Slipway.Tests.GitHub;

public sealed class OidcSubjectsTests
{
    private static readonly OidcRepository Chat = new("Acme", "chat");

    [Fact]
    public void Without_ids_there_is_the_classic_spelling_alone()
    {
        Assert.Equal(["repo:Acme/chat:environment:prod"], OidcSubjects.Of(Chat, OidcSubjects.Environment("prod")));
        Assert.Equal(["repo:Acme/chat:ref:refs/heads/release/1.x"], OidcSubjects.Of(Chat, OidcSubjects.Branch("release/1.x")));
    }

    [Fact]
    public void With_ids_there_are_both_and_the_classic_one_comes_first() =>
        Assert.Equal(
            ["repo:Acme/chat:environment:prod", "repo:Acme@123456/chat@456789:environment:prod"],
            OidcSubjects.Of(Chat with { Ids = new RepositoryIds("123456", "456789") }, OidcSubjects.Environment("prod")));

    [Fact]
    public void What_GitHub_says_goes_before_what_is_worked_out() =>
        Assert.Equal(
            ["repo:Acme@123456/chat@456789:environment:prod"],
            OidcSubjects.Of(Chat with { Ids = new RepositoryIds("123456", "456789"), Prefix = "repo:Acme@123456/chat@456789" }, OidcSubjects.Environment("prod")));

    [Fact]
    public void A_colon_in_a_name_cannot_be_taken_for_one_between_parts() =>
        Assert.Equal(["repo:Acme/chat:environment:Production%3AV1"], OidcSubjects.Of(Chat, OidcSubjects.Environment("Production:V1")));

    [Fact]
    public void Parts_may_be_references_of_a_template() =>
        Assert.Equal(
            "repo:${Owner}@${OwnerId}/${Repository}@${RepositoryId}",
            new OidcRepository("${Owner}", "${Repository}") { Ids = new RepositoryIds("${OwnerId}", "${RepositoryId}") }.Immutable);
}

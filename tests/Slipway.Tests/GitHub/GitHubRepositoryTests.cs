using Slipway.GitHub;

namespace Slipway.Tests.GitHub;

public sealed class GitHubRepositoryTests
{
    [Theory]
    [InlineData("https://github.com/acme/chat.git", "https://api.github.com/")]
    [InlineData("https://github.com/acme/chat", "https://api.github.com/")]
    [InlineData("https://x-access-token:s3cret@github.com/acme/chat/", "https://api.github.com/")]
    [InlineData("git@github.com:acme/chat.git", "https://api.github.com/")]
    [InlineData("ssh://git@ssh.github.com:443/acme/chat.git", "https://api.github.com/")]
    [InlineData("git@octo.ghe.com:acme/chat", "https://api.octo.ghe.com/")]
    public void The_repository_that_git_fetches_from_is_told_by_its_address(string remote, string api)
    {
        var repository = GitHubRepository.OfRemote(remote, [])!;

        Assert.Equal(("acme/chat", api), ($"{repository}", repository.Api.AbsoluteUri));
        Assert.EndsWith("/acme/chat/commit/0a1b", repository.Page("commit/0a1b"), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", repository.Page(""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://gitlab.com/acme/chat.git")]
    [InlineData("https://github.com.evil.example/acme/chat.git")]
    [InlineData("/srv/git/chat.git")]
    [InlineData("https://github.com/acme")]
    [InlineData("")]
    public void What_is_not_at_GitHub_is_not_taken_for_it(string remote) => Assert.Null(GitHubRepository.OfRemote(remote, [new Uri("https://git.example.com")]));

    [Fact]
    public void An_enterprise_server_is_told_by_the_definitions()
    {
        var repository = GitHubRepository.OfRemote("git@git.example.com:acme/chat.git", [new Uri("https://github.com"), new Uri("https://git.example.com")])!;

        Assert.Equal(("https://git.example.com/acme/chat/pulls", "https://git.example.com/api/v3"), (repository.Page("pulls"), repository.Api.AbsoluteUri));
    }

    [Fact]
    public void A_job_of_an_enterprise_server_names_its_own_addresses()
    {
        var repository = GitHubRepository.OfJob(name => name switch
        {
            "GITHUB_REPOSITORY" => "acme/chat",
            "GITHUB_SERVER_URL" => "https://git.example.com",
            "GITHUB_API_URL" => "https://git.example.com/api/v3",
            _ => null,
        })!;

        Assert.Equal(("https://git.example.com/acme/chat/actions/runs/7", "https://git.example.com/api/v3"), (repository.Page("actions/runs/7"), repository.Api.AbsoluteUri));
    }
}

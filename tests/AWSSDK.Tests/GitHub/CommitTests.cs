using AWSSDK.Tests.Loopback;
using Octokit;

namespace AWSSDK.Tests.GitHub;

/// <summary>Commits and releases as Octokit 14 sends and reads them. The calls compile unchanged against Octokit itself.</summary>
public sealed class CommitTests
{
    [Fact]
    public async Task A_status_is_put_on_a_commit()
    {
        await using var server = await LoopbackServer.Start(_ => new(201, """{"id":5,"state":"pending","context":"slipway/chat-prod","target_url":"http://run"}""", "application/json"));

        var status = await DeploymentTests.Client(server).Repository.Status.Create("acme", "chat", "7f3a1c2", new NewCommitStatus
        {
            State = CommitState.Pending, Context = "slipway/chat-prod", Description = "rolling", TargetUrl = "http://run",
        });

        var call = Assert.Single(server.Calls);
        Assert.Equal(("POST", "/api/v3/repos/acme/chat/statuses/7f3a1c2"), (call.Method, call.PathAndQuery));
        Assert.Equal("""{"state":"pending","target_url":"http://run","description":"rolling","context":"slipway/chat-prod"}""", call.Text);
        Assert.Equal((5, CommitState.Pending, "slipway/chat-prod", "http://run"), (status.Id, status.State.Value, status.Context, status.TargetUrl));
    }

    [Fact]
    public async Task Two_commits_are_compared()
    {
        await using var server = await LoopbackServer.Start(_ => new(
            200,
            """{"status":"ahead","ahead_by":1,"total_commits":1,"commits":[{"sha":"b2","commit":{"message":"Second\n\nbody","author":{"name":"Ann","email":"a@x","date":"2026-11-21T04:05:06Z"}}}]}""",
            "application/json"));

        var found = await DeploymentTests.Client(server).Repository.Commit.Compare("acme", "chat", "a1", "b2");

        Assert.Equal("GET /api/v3/repos/acme/chat/compare/a1...b2", server.Calls.Select(call => $"{call.Method} {call.PathAndQuery}").Single());
        var commit = Assert.Single(found.Commits);
        Assert.Equal((1, "ahead", "b2", "Second\n\nbody", "Ann"), (found.TotalCommits, found.Status, commit.Sha, commit.Commit!.Message, commit.Commit.Author!.Name));
    }

    [Fact]
    public async Task A_release_is_made_found_and_changed()
    {
        await using var server = await LoopbackServer.Start(_ => new(200, """{"id":7,"tag_name":"r-1","html_url":"http://page","body":"notes","draft":false}""", "application/json"));
        var releases = DeploymentTests.Client(server).Repository.Release;

        await releases.Create("acme", "chat", new NewRelease("r-1") { TargetCommitish = "7f3a1c2", Name = "one", Body = "notes", MakeLatest = MakeLatestQualifier.False });
        var found = await releases.Get("acme", "chat", "r-1");
        await releases.Edit("acme", "chat", found.Id, new ReleaseUpdate { Body = "more" });

        Assert.Equal(
            [
                """POST /api/v3/repos/acme/chat/releases {"tag_name":"r-1","target_commitish":"7f3a1c2","name":"one","body":"notes","draft":false,"prerelease":false,"generate_release_notes":false,"make_latest":"false"}""",
                "GET /api/v3/repos/acme/chat/releases/tags/r-1 ",
                """PATCH /api/v3/repos/acme/chat/releases/7 {"body":"more"}""",
            ],
            server.Calls.Select(call => $"{call.Method} {call.PathAndQuery} {call.Text}"));
        Assert.Equal((7, "r-1", "http://page", "notes"), (found.Id, found.TagName, found.HtmlUrl, found.Body));
    }
}

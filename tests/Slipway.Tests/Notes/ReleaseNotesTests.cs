using Slipway.Gates;
using Slipway.GitHub;
using Slipway.Notes;
using Slipway.Releases;
using Tests.Shared;

namespace Slipway.Tests.Notes;

public sealed class ReleaseNotesTests
{
    private const string Old = "aaaaaaaa00000000000000000000000000000000";
    private const string New = "bbbbbbbb00000000000000000000000000000000";

    private static readonly DateTimeOffset Begun = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly GitHubRepository Repository = new(new Uri("https://github.com"), "acme", "chat");

    private static readonly ReleaseManifest Before = new("20260101T000000000Z-aaaaaaaa", "chat", "prod", Old, "arn:aws:sts::1:assumed-role/deploy/gha-6")
    {
        Verdict = Verdict.Deployed,
        Images = new Dictionary<string, string> { ["server"] = "r.example/chat/server@sha256:1", ["proxy"] = "r.example/chat/proxy@sha256:2" },
    };

    private static readonly ReleaseManifest Release = new("20260102T030405000Z-bbbbbbbb", "chat", "prod", New, "arn:aws:sts::1:assumed-role/deploy/gha-7")
    {
        RunUrl = "https://github.com/acme/chat/actions/runs/7",
        PlanHash = "7f3a1c2b9d0e4f5a6b7c8d9e0f1a2b3c",
        Approval = new ReleaseApproval("GitHub environment prod", "ben") { Url = "https://github.com/acme/chat/actions/runs/7" },
        Answers = [new ReleaseAnswer("server", "50", PersonAnswer.Proceed, "arn:aws:iam::1:user/ann_b", Begun.AddMinutes(3))],
        Begun = Begun,
        Ended = Begun.AddMinutes(6.5),
        Verdict = Verdict.Deployed,
        Images = new Dictionary<string, string>
        {
            ["server"] = "r.example/chat/server@sha256:3", ["proxy"] = "r.example/chat/proxy@sha256:2", ["server/agent"] = "public.ecr.aws/agent@sha256:4",
        },
        Services =
        [
            new ReleasedService("server", "arn:aws:ecs:eu-west-1:1:task-definition/chat-prod-server:42", null, "sd/1") { Verdict = Verdict.Deployed, Side = "green" },
            new ReleasedService("proxy", "arn:aws:ecs:eu-west-1:1:task-definition/chat-prod-proxy:7", null, null) { Verdict = Verdict.Deployed },
        ],
        Sites =
        [
            new ReleasedSite("web", "sites/web/20260102T030405000Z-bbbbbbbb.json", null),
            new ReleasedSite("docs", "sites/docs/20251231T000000000Z-cccccccc.json", null),
        ],
        Previous = Before.Id,
    };

    [Fact]
    public void The_notes_of_a_release_tell_everything_that_it_brought() =>
        Approved.Matches(
            new ReleaseNotes(Release, Before, Repository)
            {
                Added = new CommitRange(
                    [
                        new NotedCommit(New, "Answer 404 for *.map, not <html> (#12)", "Ann_B"),
                        new NotedCommit("cccccccc00000000000000000000000000000000", "[docs] a | b", "Ben"),
                    ],
                    Total: 7),
                Removed = new CommitRange([], Total: 0),
            }.Markdown(),
            "notes.prod");

    [Fact]
    public void A_release_that_goes_back_tells_what_was_taken_back()
    {
        var back = Release with { Id = "r3", Restores = Before.Id, Only = "server", Commit = Old, Approval = null, Answers = null, Sites = [], Services = [], Images = Before.Images };

        var text = new ReleaseNotes(back, Release, Repository: null)
        {
            Added = new CommitRange([], 0),
            Removed = new CommitRange([new NotedCommit(New, "Answer 404", "Ann")], 1),
        }.Markdown();

        Assert.Equal(
            """
            # chat in prod, 2026-01-02 03:04 UTC

            |  |  |
            | --- | --- |
            | verdict | **Deployed** |
            | release | `r3` |
            | commit | `aaaaaaaa` |
            | before | `20260102T030405000Z-bbbbbbbb`, commit `bbbbbbbb` |
            | goes back to | `20260101T000000000Z-aaaaaaaa`, server alone |
            | begun | 2026-01-02 03:04:05 UTC |
            | took | 6 min 30 s |
            | by | gha-7, [run](https://github.com/acme/chat/actions/runs/7) |
            | plan | `7f3a1c2b9d0e` |

            ## Commits that were taken back (1)

            - `bbbbbbbb` Answer 404 (Ann)

            ## Images

            | container | repository | digest |  |
            | --- | --- | --- | --- |
            | proxy | `chat/proxy` | `sha256:2` | as before |
            | server | `chat/server` | `sha256:1` | changed |

            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void The_first_release_and_one_whose_commits_are_not_known_go_without_them()
    {
        var text = new ReleaseNotes(Release with { Ended = null, Verdict = Verdict.InProgress, Previous = null }, Before: null, Repository).Markdown();

        Assert.DoesNotContain("Commits", text, StringComparison.Ordinal);
        Assert.DoesNotContain("| before |", text, StringComparison.Ordinal);
        Assert.DoesNotContain("| took |", text, StringComparison.Ordinal);
        Assert.Contains("| server | `chat/server` | `sha256:3` | new |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_tag_is_one_that_git_allows_and_its_own() =>
        Assert.Equal("chat-prod-20260102T030405000Z-bbbbbbbb", new ReleaseNotes(Release, Before, Repository).Tag);

    [Fact]
    public void What_is_not_committed_has_the_commit_that_it_grew_from() =>
        Assert.Equal(New, ReleaseNotes.Commit(Release with { Commit = $"{New}-dirty-0123456789ab" }));
}

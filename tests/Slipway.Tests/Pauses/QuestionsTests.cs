using Slipway.Gates;
using Slipway.Pauses;
using Slipway.Tests.Images;
using Slipway.Tests.Releases;

namespace Slipway.Tests.Pauses;

public sealed class QuestionsTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly SteppedTime _time = new();
    private readonly RecordingOutput _output = new();
    private readonly MemoryBucket _bucket;

    public QuestionsTests() => _bucket = new MemoryBucket(_time);

    private QuestionBook Book => new(_bucket);

    [Fact]
    public async Task A_question_is_written_once_and_waits_for_its_answer()
    {
        var run = Run("c0ffee");

        Assert.Null(await run.Ask("web", "50", "too few requests", Ct));
        Assert.Null(await run.Ask("web", "50", "still too few requests", Ct));
        Assert.Equal(["put questions/web/50.json"], _bucket.Writes);
        Assert.Equal(
            """
            {
              "service": "web",
              "hold": "50",
              "commit": "c0ffee",
              "question": "too few requests",
              "asked": "2026-01-02T03:04:05+00:00",
              "answer": null
            }
            """.ReplaceLineEndings("\n"),
            _bucket.Text("questions/web/50.json"));

        await Answer("web", "50", PersonAnswer.Proceed);
        Assert.Equal(PersonAnswer.Proceed, await run.Ask("web", "50", "too few requests", Ct));
        Assert.Null(await run.Ask("web", "90", "too few requests", Ct));
    }

    [Fact]
    public async Task The_run_after_one_that_was_killed_finds_the_answer_to_its_question()
    {
        await Run("c0ffee").Ask("web", "50", "too few requests", Ct);
        await Answer("web", "50", PersonAnswer.Abort);

        Assert.Equal(PersonAnswer.Abort, await Run("c0ffee").Ask("web", "50", "too few requests", Ct));
    }

    [Fact]
    public async Task An_answer_for_another_commit_is_none_for_this_one()
    {
        await Run("c0ffee").Ask("web", "50", "too few requests", Ct);
        await Answer("web", "50", PersonAnswer.Proceed);
        var next = Run("deadbeef");

        Assert.Null(await next.Ask("web", "50", "too few requests", Ct));
        Assert.Null(await next.Ask("web", "50", "too few requests", Ct));
        await Answer("web", "50", PersonAnswer.Abort);
        Assert.Equal(PersonAnswer.Abort, await next.Ask("web", "50", "too few requests", Ct));
    }

    [Fact]
    public async Task A_run_that_ends_takes_its_questions_away_and_tells_who_answered()
    {
        var run = Run("c0ffee");
        await run.Ask("web", "before", "go?", Ct);
        await run.Ask("web", "50", "too few requests", Ct);
        await Answer("web", "50", PersonAnswer.Proceed);
        await Book.Write(new QuestionDocument("api", "10", Commit: null, "ECS paused the deployment", _time.GetUtcNow())
        {
            Answer = new GivenAnswer(PersonAnswer.Abort, "user/ben", _time.GetUtcNow().AddSeconds(1)),
        }, over: null, Ct);
        await Book.Write(new QuestionDocument("old", "10", "0ld", "of a run that was killed", _time.GetUtcNow()), over: null, Ct);
        await Book.Write(new QuestionDocument("old", "50", Commit: null, "of a deployment before", _time.GetUtcNow())
        {
            Answer = new GivenAnswer(PersonAnswer.Proceed, "user/ben", _time.GetUtcNow().AddHours(-1)),
        }, over: null, Ct);

        var answers = await run.Close();

        Assert.Equal(["ann said Proceed to web at 50", "ben said Abort to api at 10"], answers.Select(answer => $"{answer}"));
        Assert.Equal(["questions/old/10.json", "questions/old/50.json"], await _bucket.List("", Ct));
        Assert.Empty(_output.Events);
    }

    [Fact]
    public async Task A_run_whose_rollouts_ask_nobody_reads_nothing()
    {
        _bucket.Before = (call, _) => throw new InvalidOperationException(call);
        var questions = new Questions(Book, _output, _time);

        Assert.Empty(await questions.Close());
        questions.Begin("c0ffee", mayBeAsked: false);
        Assert.Empty(await questions.Close());
    }

    [Fact]
    public async Task Questions_that_cannot_be_taken_away_are_told_and_change_nothing()
    {
        var run = Run("c0ffee");
        await run.Ask("web", "50", "too few requests", Ct);
        _bucket.Before = (call, _) => call.StartsWith("delete", StringComparison.Ordinal) ? throw new DeployException("s3:DeleteObject was refused.") : Task.CompletedTask;

        Assert.Empty(await run.Close());
        Assert.Equal([new QuestionsLeft("s3:DeleteObject was refused.")], _output.Events);
    }

    [Fact]
    public async Task A_question_that_cannot_be_read_is_asked_anew_by_nobody_and_is_no_answer()
    {
        _bucket.Write("questions/web/50.json", "{");

        Assert.Null(await Run("c0ffee").Ask("web", "50", "too few requests", Ct));
        Assert.Equal("{", _bucket.Text("questions/web/50.json"));
    }

    [Fact]
    public async Task A_lost_answer_of_s3_does_not_look_like_another_writer()
    {
        _bucket.LosesAnswer = call => call.StartsWith("put", StringComparison.Ordinal);

        Assert.True(await Book.Write(new QuestionDocument("web", "50", "c0ffee", "q", _time.GetUtcNow()), over: null, Ct));
        Assert.False(await Book.Write(new QuestionDocument("web", "50", "c0ffee", "other", _time.GetUtcNow()), over: null, Ct));
    }

    private Questions Run(string commit)
    {
        var questions = new Questions(Book, _output, _time);
        questions.Begin(commit, mayBeAsked: true);
        return questions;
    }

    private async Task Answer(string service, string hold, PersonAnswer answer)
    {
        var question = (await Book.Find(service, hold, Ct))!;
        Assert.True(await Book.Write(question.Document with { Answer = new GivenAnswer(answer, "arn:aws:iam::111122223333:user/ann", _time.GetUtcNow()) }, question, Ct));
    }
}

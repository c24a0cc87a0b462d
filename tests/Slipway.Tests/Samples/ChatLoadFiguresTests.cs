using ChatLoad;

namespace Slipway.Tests.Samples;

/// <summary>What the load client makes of what it saw.</summary>
public sealed class ChatLoadFiguresTests
{
    // Two clients that take turns: ids 0 to 3, the room's numbers 11 to 14.
    private static readonly IReadOnlyList<Said> Talk = [Message(0, member: 0, 1), Message(1, member: 1, 1), Message(2, member: 0, 2), Message(3, member: 1, 2)];

    [Fact]
    public void A_room_in_which_everybody_hears_everything_once_and_in_order_lacks_nothing() =>
        Assert.Equal(
            new Conversation(Said: 4, InTheAir: 0, Owed: 8, Received: 8, Missing: 0, Doubled: 0, OutOfOrder: 0),
            Conversation.Judge(Talk, [Client(0, 0, 1, 2, 3), Client(1, 0, 1, 2, 3)]));

    [Fact]
    public void What_one_did_not_hear_is_missing_and_what_came_again_is_doubled() =>
        Assert.Equal(
            new Conversation(Said: 4, InTheAir: 0, Owed: 8, Received: 7, Missing: 1, Doubled: 1, OutOfOrder: 0),
            Conversation.Judge(Talk, [Client(0, 0, 1, 2, 2, 3), Client(1, 0, 2, 3)]));

    [Fact]
    public void What_comes_after_a_later_message_is_out_of_order() =>
        Assert.Equal(
            new Conversation(Said: 4, InTheAir: 0, Owed: 8, Received: 8, Missing: 0, Doubled: 0, OutOfOrder: 1),
            Conversation.Judge(Talk, [Client(0, 0, 2, 1, 3), Client(1, 0, 1, 2, 3)]));

    [Fact]
    public void What_nobody_heard_is_missing_for_all_who_were_in_the_room() =>
        Assert.Equal(
            new Conversation(Said: 4, InTheAir: 0, Owed: 8, Received: 6, Missing: 2, Doubled: 0, OutOfOrder: 0),
            Conversation.Judge(Talk, [Client(0, 0, 1, 2), Client(1, 0, 1, 2)]));

    [Fact]
    public void Who_came_in_later_is_owed_what_follows_the_welcome() =>
        Assert.Equal(
            new Conversation(Said: 4, InTheAir: 0, Owed: 10, Received: 9, Missing: 1, Doubled: 0, OutOfOrder: 0),
            Conversation.Judge(Talk, [Client(0, 0, 1, 2, 3), Client(1, 0, 1, 2, 3), Client(2, 3) with { Before = 12, EnteredAt = Seconds(25) }]));

    [Fact]
    public void Who_was_closed_is_owed_all_until_the_last_that_was_heard_and_what_was_said_some_time_before()
    {
        var closed = new SocketEnd(SocketEnd.Server, 1001, "reconnect", Seconds(31));

        // The last was said a second before the end, at the second 30.
        Assert.Equal((7, 0), Figures(Client(1, 0, 1, 2) with { End = closed }));
        Assert.Equal((7, 1), Figures(Client(1, 0, 1) with { End = closed }));
        Assert.Equal((8, 1), Figures(Client(1, 0, 1, 3) with { End = closed }));

        static (long, long) Figures(MemberRecord client) =>
            Conversation.Judge(Talk, [Client(0, 0, 1, 2, 3), client]) is var result ? (result.Owed, result.Missing) : default;
    }

    [Fact]
    public void What_was_said_just_as_the_socket_of_its_speaker_was_closed_and_heard_by_nobody_is_in_the_air()
    {
        var cut = new SocketEnd(SocketEnd.Cut, Code: null, "reset", Seconds(31));

        Assert.Equal(
            new Conversation(Said: 4, InTheAir: 1, Owed: 6, Received: 6, Missing: 0, Doubled: 0, OutOfOrder: 0),
            Conversation.Judge(Talk, [Client(0, 0, 1, 2), Client(1, 0, 1, 2) with { End = cut }]));
    }

    [Fact]
    public void Sockets_that_are_closed_after_the_shift_are_counted_apart_from_those_that_it_closed()
    {
        var before = new SocketEnd(SocketEnd.Cut, Code: null, "reset", Seconds(9));
        var after = new SocketEnd(SocketEnd.Server, 1001, "reconnect", Seconds(21));
        var us = new SocketEnd(SocketEnd.Us, 1000, Description: null, Seconds(30));

        var sockets = SocketFigures.Of(
            [
                Client(0) with { Version = "one", End = before }, Client(1) with { Version = "one", End = after }, Client(2) with { Version = "one", End = after with { At = Seconds(22) } },
                Client(3) with { Version = "two", End = us }, new MemberRecord(4) { NotOpened = "status 503" },
            ],
            [new Mark(Mark.ShiftBegin, Seconds(5)), new Mark(Mark.ShiftEnd, Seconds(20))]);

        Assert.Equal((4, 1, 2), (sockets.Opened, sockets.ClosedByShift, sockets.ClosedAfter));
        Assert.Equal(new Dictionary<string, int> { ["one"] = 3, ["two"] = 1 }, sockets.OpenedAt);
        Assert.Equal(new Dictionary<string, int> { ["status 503"] = 1 }, sockets.NotOpenedBy);
        Assert.Equal(
            ["1 closed by a cut (reset) after shift-begin, 9.0 to 9.0 s", "2 closed by the server with 1001 (reconnect) after shift-end, 21.0 to 22.0 s"],
            sockets.Closed.Select(closed => $"{closed}"));
    }

    [Fact]
    public void Answers_are_counted_by_version_and_time_and_failures_by_reason()
    {
        var answers = Enumerable.Range(0, 100)
            .Select(index => new Answer(Seconds(index / 10.0), TimeSpan.FromMilliseconds(index + 1), index < 50 ? "one" : "two", Failure: null))
            .Append(new Answer(Seconds(5), TimeSpan.FromSeconds(10), Version: null, "status 503")).ToList();

        var figures = RequestFigures.Of(answers, (Seconds(0), Seconds(10)), [new Mark(Mark.ShiftBegin, Seconds(3))]);

        Assert.Equal((101, 1), (figures.Sent, figures.Failed));
        Assert.Equal(new Dictionary<string, int> { ["status 503"] = 1 }, figures.FailedBy);
        Assert.Equal(["5.00 s: status 503 after 10000 ms"], figures.FirstFailures);
        Assert.Equal(new Percentiles(50, 95, 99, 100), figures.Latency);
        Assert.Equal([("one", 50, "10 10 10 10 10 0 0 0 0 0"), ("two", 50, "0 0 0 0 0 10 10 10 10 10")], figures.Versions.Select(version => (version.Version, version.Answers, string.Join(' ', version.Course))));

        // The last answer of the first version was due at 4.9 s and took 50 ms.
        Assert.Equal(1.95, figures.Settled!.Value, precision: 6);
    }

    [Fact]
    public void The_table_shows_every_figure_and_what_is_wrong()
    {
        var report = LoadReport.Of(
            new LoadOptions(new Uri("http://127.0.0.1:1/")), DateTimeOffset.UnixEpoch, "10 s have passed", (Seconds(0), Seconds(10)),
            [new Answer(Seconds(1), Seconds(0.002), "one", Failure: null), new Answer(Seconds(2), Seconds(0.004), Version: null, "status 503")], Talk,
            [Client(0, 0, 1, 2, 3), Client(1, 0, 1, 2) with { End = new SocketEnd(SocketEnd.Server, 1001, "reconnect", Seconds(40)), Refusals = ["Not sent"] }],
            [new Mark(Mark.ShiftBegin, Seconds(5))]);

        Assert.Equal(
            """
            run         10.0 s at http://127.0.0.1:1/, until 10 s have passed
            marks       shift-begin 5.0 s
            requests    2 sent, 1 failed
                        2.00 s: status 503 after 4 ms
            latency     p50 2.0 ms, p95 2.0 ms, p99 2.0 ms, at most 2.0 ms
            versions    percent of the answers in each tenth of the run
                        one              - 100   -   -   -   -   -   -   -   -  1 answers, first 1.0 s, last 1.0 s
            sockets     2 opened (2 at one), 0 not opened, 1 closed by the shift, 0 closed after it
                        1 closed by the server with 1001 (reconnect) after shift-begin, 40.0 to 40.0 s
            messages    4 said, 0 of them in the air when a socket was closed
            deliveries  8 expected, 7 received, 1 missing, 0 doubled, 0 out of order
            delay       p50 500.0 ms, p95 500.0 ms, p99 500.0 ms, at most 500.0 ms
            verdict     failed
                        1 requests failed: status 503
                        1 sockets were closed before the shift was over
                        1 messages were refused: Not sent
                        1 deliveries are missing

            """,
            ReportText.Of(report));
    }

    [Fact]
    public void A_run_that_measured_nothing_does_not_pass() => Assert.Equal(
        ["nothing was measured"],
        LoadReport.Of(new LoadOptions(new Uri("http://127.0.0.1:1/")), DateTimeOffset.UnixEpoch, "", (Seconds(0), Seconds(1)), [], [], [], []).Failures);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static Said Message(int id, int member, int sequence) => new(id, member, sequence, Seconds(id * 10));

    private static MemberRecord Client(int index, params int[] heard) => new(index)
    {
        EnteredAt = TimeSpan.Zero,
        Version = "one",
        Before = 10,
        Heard = [.. heard.Select(id => new Heard(id, Talk[id].Member, Talk[id].Sequence, 11 + id, Talk[id].At + Seconds(0.5)))],
    };
}

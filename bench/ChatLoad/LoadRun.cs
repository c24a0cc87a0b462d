namespace ChatLoad;

/// <summary>A run: everybody comes in, then all speak and requests flow until the end, then what is under way arrives, then everybody leaves.</summary>
internal sealed class LoadRun(LoadOptions options, TimeProvider clock, Action<string> say)
{
    private static readonly TimeSpan StragglerLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StragglerPause = TimeSpan.FromMilliseconds(250);
    private const int EnteringAtOnce = 8;

    private readonly RunTime _time = new(clock);
    private readonly List<(Member Member, Task Listening)> _inside = [];
    private readonly List<Member> _members = [];
    private readonly List<Task> _speaking = [];

    /// <summary>A room that nobody else is in.</summary>
    private readonly string _room = $"load-{Guid.NewGuid():N}"[..20];

    public async Task<LoadReport> Run(CancellationToken ct)
    {
        var transcript = new Transcript(_time);
        var marks = new Marks(options.Marks, _time);
        using var cutting = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var requests = new Requests(options.Url, options.Rate, _time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);

        await Enter(options.Clients, transcript, cutting.Token);
        say($"{_inside.Count} of {options.Clients} clients are in room {_room}; the load begins.");
        var began = _time.Now;
        Speak(_inside, ending.Token);
        var answering = requests.Send(ending.Token);

        var reason = await Watch(marks, began, transcript, ending, cutting.Token);
        await Task.WhenAll(_speaking);
        var answers = await answering;
        var ended = _time.Now;
        ct.ThrowIfCancellationRequested();

        await AwaitStragglers(transcript, ct);
        var records = _members.ConvertAll(member => member.Record());
        await Leave(cutting);
        return LoadReport.Of(options, _time.Began, reason, (began, ended), answers, transcript.All(), records, marks.Seen);
    }

    /// <summary>Lets new clients in at each mark, until the run is to end; ends what is being said and asked then.</summary>
    /// <returns>Why the run ends.</returns>
    private async Task<string> Watch(Marks marks, TimeSpan began, Transcript transcript, CancellationTokenSource ending, CancellationToken ct)
    {
        while (_time.Now - began < options.Limit && !File.Exists(options.UntilFile) && await _time.Until(_time.Now + Marks.Interval, ct))
        {
            foreach (var mark in await marks.Read(ct))
            {
                say($"{mark.At.TotalSeconds:0.0} s: {mark.Name}");
                var before = _inside.Count;
                await Enter(options.Joiners, transcript, ct);
                Speak(_inside[before..], ending.Token);
            }
        }

        var reason = File.Exists(options.UntilFile) ? $"{Path.GetFileName(options.UntilFile)} appeared" : $"{options.Limit.TotalSeconds:0} s have passed";
        await ending.CancelAsync();
        return reason;
    }

    private async Task Enter(int count, Transcript transcript, CancellationToken ct)
    {
        var coming = Enumerable.Range(_members.Count, count).Select(index => new Member(index, _time, transcript)).ToList();
        _members.AddRange(coming);
        foreach (var some in coming.Chunk(EnteringAtOnce))
        {
            var entered = await Task.WhenAll(some.Select(member => member.Enter(options.Url, _room, ct)));
            _inside.AddRange(some.Zip(entered).Where(one => one.Second).Select(one => (one.First, one.First.Listen(ct))));
        }
    }

    /// <summary>Each begins at another moment, so that what is said is spread evenly.</summary>
    private void Speak(IReadOnlyList<(Member Member, Task)> members, CancellationToken until)
    {
        var began = _time.Now;
        _speaking.AddRange(members.Select((one, index) => one.Member.Speak(began + (options.SpeakEvery * index / members.Count), options.SpeakEvery, until)));
    }

    private async Task AwaitStragglers(Transcript transcript, CancellationToken ct)
    {
        var since = _time.Now;
        while (Conversation.Judge(transcript.All(), _members.ConvertAll(member => member.Record())).Missing > 0 && _time.Now - since < StragglerLimit)
            await _time.Until(_time.Now + StragglerPause, ct);
    }

    private async Task Leave(CancellationTokenSource cutting)
    {
        await Task.WhenAll(_inside.Select(one => one.Member.Leave(one.Listening)));
        await cutting.CancelAsync();
        await Task.WhenAll(_inside.Select(one => one.Listening));
        _members.ForEach(member => member.Dispose());
    }
}

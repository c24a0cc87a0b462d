namespace Nuke.Common.Output;

/// <summary>A warning or an error that was logged. Holds nothing of the logger, which <c>--help</c> does not load.</summary>
internal sealed record Complaint(string Level, string Target, string Text, Tone Tone)
{
    public static void Write(IReadOnlyCollection<Complaint> complaints, Host host, BuildConsole console)
    {
        if (complaints.Count == 0)
            return;

        host.BeginBlock("Errors & Warnings", console);
        foreach (var complaint in complaints)
            console.Line($"[{complaint.Level}] {complaint.Target}: {complaint.Text}", complaint.Tone);

        host.EndBlock(console);
    }
}

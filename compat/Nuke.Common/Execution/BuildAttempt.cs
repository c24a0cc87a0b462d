using System.Globalization;
using Nuke.Common.IO;
using Serilog;

namespace Nuke.Common.Execution;

/// <summary>
/// Remembers which targets succeeded, in <c>.nuke/temp/build-attempt.log</c>, so that <c>--continue</c> can pass over them. The first line is a hash of
/// the command line without <c>--continue</c>: another call starts from the beginning.
/// </summary>
internal sealed class BuildAttempt
{
    private readonly AbsolutePath _file;

    private BuildAttempt(AbsolutePath file, IReadOnlyList<string> earlier) => (_file, Earlier) = (file, earlier);

    /// <summary>The targets that need not run again.</summary>
    public IReadOnlyList<string> Earlier { get; }

    public static BuildAttempt Begin(AbsolutePath temporary, IReadOnlyList<string> arguments, bool goOn)
    {
        var file = temporary / "build-attempt.log";
        var call = Hash(string.Join('\n', arguments.Where(word => !IsContinue(word))));
        var earlier = goOn && file.FileExists() ? File.ReadAllLines(file) : [];

        if (earlier.Length > 0 && earlier[0] != call)
        {
            Log.Warning("The build was called in another way before: it starts from the beginning");
            earlier = [];
        }

        IReadOnlyList<string> done = [.. earlier.Skip(1)];
        File.WriteAllLines(file, [call, .. done]);
        return new BuildAttempt(file, done);
    }

    public void Succeeded(ExecutableTarget target) => File.AppendAllLines(_file, [target.Name]);

    // FNV-1a: the words may hold secrets, so not they but something of them is kept; loading cryptography would take longer than the rest.
    private static string Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in text)
            hash = unchecked((hash ^ character) * 1099511628211UL);

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }

    private static bool IsContinue(string word) => word.TrimStart('-').Equals("continue", StringComparison.OrdinalIgnoreCase);
}

using System.Runtime.CompilerServices;

namespace Tests.Shared;

/// <summary>Compares long texts with approved files that lie beside the test.</summary>
internal static class Approved
{
    /// <summary>
    /// Passes when <paramref name="actual"/> equals <c>&lt;name&gt;.verified.txt</c> in the folder of the calling test. Otherwise what was
    /// seen is written to <c>&lt;name&gt;.received.txt</c> beside it, to be read and, if right, renamed. Line ends and a final line end
    /// do not count.
    /// </summary>
    public static void Matches(string actual, string name, [CallerFilePath] string testFile = "")
    {
        var folder = Path.GetDirectoryName(testFile)!;
        var verified = Path.Combine(folder, $"{name}.verified.txt");
        var received = Path.Combine(folder, $"{name}.received.txt");

        var seen = Normal(actual);
        var expected = File.Exists(verified) ? Normal(File.ReadAllText(verified)) : null;
        if (seen == expected)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, seen);
        if (expected is null)
            Assert.Fail($"{name}.verified.txt does not exist. Read {name}.received.txt and, if it is right, rename it.");

        Assert.Equal(expected, seen);
    }

    private static string Normal(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n') + "\n";
}

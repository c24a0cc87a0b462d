namespace Slipway.Releases;

/// <summary>
/// The texts of plans that were shown on this machine, by their hash, so that a plan that moved since can be told line by line and not as two
/// hashes that differ.
/// </summary>
/// <param name="folder">Made when it is first needed.</param>
internal sealed class PlanBook(string folder)
{
    /// <summary>Digits of a hash that are enough to name a plan.</summary>
    public const int ShortestHash = 8;

    private const int Excerpt = 12;

    /// <summary>Keeps the text of a plan that is shown.</summary>
    public async Task Keep(string hash, string text, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{hash}.txt"), text, ct);
    }

    /// <summary>Holds when the present plan is the expected one.</summary>
    /// <param name="expected">Its hash, or at least the first <see cref="ShortestHash"/> digits.</param>
    /// <exception cref="DeployException">
    /// The plan is another one (<see cref="Verdict.Refused"/>): the message has the lines that moved. Or <paramref name="expected"/> is no hash
    /// (<see cref="Verdict.Usage"/>).
    /// </exception>
    public Task Demand(string expected, string hash, string text, CancellationToken ct) => Demand(PlanUse.Deploy, expected, hash, text, ct);

    /// <inheritdoc cref="Demand(string, string, string, CancellationToken)"/>
    public async Task Demand(PlanUse use, string expected, string hash, string text, CancellationToken ct)
    {
        var option = use == PlanUse.Approve ? "--plan" : "--expect-plan";
        if (expected.Length < ShortestHash || !expected.All(char.IsAsciiHexDigit))
        {
            throw new DeployException(
                $"""
                 {option} does not take "{expected}". Nothing was changed.
                   valid  the hash that Preview prints last, or its first {ShortestHash} digits or more
                 """,
                Verdict.Usage);
        }

        if (hash.StartsWith(expected, StringComparison.OrdinalIgnoreCase))
            return;

        throw new DeployException(
            $"""
             The plan is not the expected one any more. Nothing was changed.
               expected  {expected}
               now       {hash[..12]}
             {await Explanation(expected, text, ct)}
               try       ./build.sh Preview, read what it would change, and {(use == PlanUse.Approve ? "approve" : "deploy")} with {option} {hash[..12]}
             """,
            Verdict.Refused);
    }

    private async Task<string> Explanation(string expected, string text, CancellationToken ct)
    {
        if (await Find(expected, ct) is not { } before)
        {
            var lines = text.Split('\n');
            return string.Join('\n',
            [
                "  the expected plan was not shown on this machine, so what moved is not known; the present one is",
                .. lines.Take(Excerpt).Select(line => $"    {line}"),
                .. lines.Length > Excerpt ? [$"    and {lines.Length - Excerpt} lines more"] : (string[])[],
            ]);
        }

        var moved = LineDiff.Of(before.Split('\n'), text.Split('\n'));
        return moved.Count > 0
            ? string.Join('\n', moved.Select(line => $"    {line}"))
            : "  it reads the same; what runs now, which it starts from, is something else";
    }

    private async Task<string?> Find(string expected, CancellationToken ct)
    {
        if (!Directory.Exists(folder))
            return null;

        var file = Directory.EnumerateFiles(folder, $"{expected.ToLowerInvariant()}*.txt").Order(StringComparer.Ordinal).FirstOrDefault();
        return file is null ? null : await File.ReadAllTextAsync(file, ct);
    }
}

/// <summary>What an expected plan is wanted for.</summary>
internal enum PlanUse
{
    Deploy,
    Approve,
}

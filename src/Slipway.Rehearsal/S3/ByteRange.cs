using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>The part of an object that a GET asks for.</summary>
internal sealed partial record ByteRange(long Start, long Length)
{
    /// <summary>Null: there is no range, or one that S3 does not know (several at once), and the whole object is meant.</summary>
    /// <exception cref="AwsError">InvalidRange: it begins behind the end.</exception>
    public static ByteRange? Parse(string? header, long size)
    {
        if (header is null || Single().Match(header) is not { Success: true } match)
            return null;

        var (first, last) = (Number(match, "first"), Number(match, "last"));
        var range = (first, last) switch
        {
            (null, null) => null,
            (null, { } suffix) => new ByteRange(Math.Max(0, size - suffix), Math.Min(suffix, size)),
            ({ } start, null) => new ByteRange(start, size - start),
            ({ } start, { } end) when start <= end => new ByteRange(start, Math.Min(end, size - 1) - start + 1),
            _ => null,
        };
        return range is null || (range.Start < size && range.Length > 0) ? range : throw S3Refusals.InvalidRange();
    }

    public string ContentRange(long size) => $"bytes {Start}-{Start + Length - 1}/{size}";

    private static long? Number(Match match, string group) =>
        long.TryParse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex("^bytes=(?<first>[0-9]*)-(?<last>[0-9]*)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Single();
}

namespace Slipway.Sites.Transfer;

/// <summary>
/// The order of S3's listings: by the bytes of UTF-8. Ordinal order is that of UTF-16, which puts what lies beyond U+FFFF before U+E000.
/// </summary>
internal sealed class Utf8Order : IComparer<string>
{
    public static readonly Utf8Order Instance = new();

    private Utf8Order()
    {
    }

    public int Compare(string? x, string? y)
    {
        var left = x.AsSpan();
        var right = y.AsSpan();
        var same = left.CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
            return left.Length.CompareTo(right.Length);

        var (one, other) = (left[same], right[same]);
        return char.IsSurrogate(one) == char.IsSurrogate(other) ? one.CompareTo(other) : char.IsSurrogate(one) ? 1 : -1;
    }
}

namespace Slipway.Rehearsal.S3;

/// <summary>The order of keys in S3's listings: that of their UTF-8 bytes. Ordinal comparison of strings differs beyond U+FFFF.</summary>
internal sealed class KeyOrder : IComparer<string>
{
    /// <summary>Comes after every key: a key has at most 1,024 bytes.</summary>
    public static readonly string Last = string.Concat(Enumerable.Repeat("\U0010FFFF", 512));

    public static readonly KeyOrder Instance = new();

    private KeyOrder()
    {
    }

    public int Compare(string? x, string? y)
    {
        var left = x.AsSpan();
        var right = y.AsSpan();
        var common = left.CommonPrefixLength(right);
        return common == left.Length || common == right.Length ? left.Length - right.Length : Weight(left[common]) - Weight(right[common]);
    }

    /// <summary>Characters that take four bytes are two surrogates in a string.</summary>
    private static int Weight(char character) => char.IsSurrogate(character) ? character + char.MaxValue : character;
}

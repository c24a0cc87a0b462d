using System.Text;

namespace Slipway.Sites;

/// <summary>Which names of files S3, CloudFront and browsers agree about.</summary>
internal static class SiteNames
{
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
    private const int LongestKey = 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Why a key cannot be published; null: it can.</summary>
    public static string? Problem(string key)
    {
        if (key.Contains('\\', StringComparison.Ordinal))
            return "it has a backslash, which browsers turn into a slash";
        if (key.Any(char.IsControl))
            return "it has control characters";
        // Bytes of a name that are no UTF-8 are read as the replacement character.
        if (key.Contains('\uFFFD', StringComparison.Ordinal) || Length(key) is not { } length)
            return "it is no valid Unicode";
        if (length > LongestKey)
            return $"with the site's prefix it has {length} bytes; S3 takes {LongestKey}";

        return key.Split('/').Any(part => part is "." or "..") ? "browsers resolve . and .. before they ask" : null;
    }

    /// <summary>A name as it can be printed.</summary>
    public static string Shown(string name) => string.Concat(name.Select(unit => char.IsControl(unit) || char.IsSurrogate(unit) ? $"\\u{(int)unit:x4}" : $"{unit}"));

    private static int? Length(string key)
    {
        try
        {
            return Strict.GetByteCount(key);
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }
}

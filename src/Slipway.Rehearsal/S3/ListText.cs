using System.Text;

namespace Slipway.Rehearsal.S3;

/// <summary>How a listing writes keys: as they are or, with encoding-type=url, as in a form.</summary>
internal sealed record ListText(bool IsUrl)
{
    public static ListText Of(S3Call call) => call.Query("encoding-type") switch
    {
        null => new ListText(false),
        "url" => new ListText(true),
        _ => throw S3Refusals.InvalidArgument("Invalid Encoding Method specified in Request"),
    };

    public string Write(string key) => IsUrl ? Encode(key) : key;

    /// <summary>Slashes and what is never encoded stay, a space becomes a plus: what clients of S3 take back.</summary>
    private static string Encode(string key)
    {
        var encoded = new StringBuilder(key.Length);
        foreach (var each in Encoding.UTF8.GetBytes(key))
        {
            if (char.IsAsciiLetterOrDigit((char)each) || "-_.*/".Contains((char)each, StringComparison.Ordinal))
                encoded.Append((char)each);
            else if (each == (byte)' ')
                encoded.Append('+');
            else
                encoded.Append($"%{each:X2}");
        }

        return encoded.ToString();
    }
}

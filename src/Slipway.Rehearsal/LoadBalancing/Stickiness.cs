using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>
/// The value of a stickiness cookie: what the client sticks to, and until when. The end is fixed by the first response and lies
/// in the value itself, since the cookie's own lifetime (a week) outlasts it.
/// </summary>
internal static class Stickiness
{
    public const string GroupCookie = "AWSALBTG";
    public const string TargetCookie = "AWSALB";

    /// <summary>An id that tells nothing of the group or target that it stands for.</summary>
    public static string Id(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 8));

    public static string Write(string id, DateTimeOffset until) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{id}.{until.ToUnixTimeMilliseconds()}"));

    /// <summary>The id in a cookie, or null when there is none, it is not ours, or it is over.</summary>
    public static string? Read(string? cookie, DateTimeOffset now)
    {
        if (cookie is null || !Base64Url.IsValid(cookie))
            return null;

        var parts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cookie)).Split('.');
        return parts is [var id, var until]
            && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            && now.ToUnixTimeMilliseconds() < end
            ? id
            : null;
    }
}

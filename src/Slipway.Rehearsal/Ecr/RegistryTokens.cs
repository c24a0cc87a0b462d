using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.Ecr;

/// <summary>
/// Passwords of the registry's user <c>AWS</c>. Each carries whom it was given to and its end, sealed with a key that outlives the
/// process, so that a docker login lasts over a restart of the cloud as it lasts on AWS: twelve hours.
/// </summary>
internal sealed class RegistryTokens
{
    public const string User = "AWS";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
    private readonly TimeProvider _clock;
    private readonly byte[] _key;

    public RegistryTokens(IStateStore state, TimeProvider clock)
    {
        const string document = "registry-key";
        _clock = clock;
        if (state.Load<Saved>(document) is { Key: { } saved })
        {
            _key = Convert.FromHexString(saved);
            return;
        }

        _key = RandomNumberGenerator.GetBytes(32);
        state.Save(document, new Saved(Convert.ToHexString(_key)));
    }

    public (string Password, DateTimeOffset Expires) Issue(string account) => Issue(new Caller(account, account, "us-east-1"));

    public (string Password, DateTimeOffset Expires) Issue(Caller caller)
    {
        var expires = _clock.GetUtcNow().Add(Lifetime);
        var content = $"{caller.Account}.{expires.ToUnixTimeSeconds()}.{caller.Region}.{caller.AccessKey}";
        return ($"{content}.{Seal(content)}", expires);
    }

    public Check Verify(string password)
    {
        var end = password.LastIndexOf('.');
        if (end < 0 || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Seal(password[..end])), Encoding.UTF8.GetBytes(password[(end + 1)..])))
            return Check.Unknown;

        var expires = long.Parse(password[..end].Split('.')[1], CultureInfo.InvariantCulture);
        return _clock.GetUtcNow().ToUnixTimeSeconds() < expires ? Check.Valid : Check.Expired;
    }

    /// <summary>Whom a password was given to; for one that is valid.</summary>
    public static Caller HolderOf(string password)
    {
        var parts = password.Split('.');
        return parts is [var account, _, var region, var accessKey, _] ? new Caller(accessKey, account, region) : new Caller(parts[0], parts[0], "us-east-1");
    }

    private string Seal(string content) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(content)));

    public enum Check
    {
        Valid,
        Expired,
        Unknown,
    }

    private sealed record Saved(string Key);
}

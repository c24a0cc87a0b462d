namespace Chat.Sharing;

/// <summary>Where a Redis is and how to log in: <c>redis://[user][:password]@host[:port][/database]</c>, or <c>rediss://</c> for TLS.</summary>
/// <param name="Password">Null: none is asked for.</param>
internal sealed record RedisAddress(string Host, int Port, string? User, string? Password, int Database, bool Tls)
{
    /// <exception cref="FormatException">It is none; the message does not show it, for the password's sake.</exception>
    public static RedisAddress Parse(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("redis" or "rediss") || uri.Host.Length == 0)
            throw new FormatException("REDIS_URL must have the form redis://[user][:password]@host[:port][/database].");

        var path = uri.AbsolutePath.Trim('/');
        if (!int.TryParse(path.Length == 0 ? "0" : path, System.Globalization.NumberStyles.None, null, out var database))
            throw new FormatException($"REDIS_URL must end with the number of a database, found /{path}.");

        var login = uri.UserInfo.Split(':', 2);
        return new RedisAddress(
            uri.IdnHost, uri.IsDefaultPort || uri.Port <= 0 ? 6379 : uri.Port, Part(login[0]), login.Length == 2 ? Part(login[1]) : null, database, uri.Scheme == "rediss");

        static string? Part(string text) => text.Length == 0 ? null : Uri.UnescapeDataString(text);
    }

    /// <summary>Host and port alone.</summary>
    public override string ToString() => $"{Host}:{Port}";
}

using System.Text;

namespace Slipway.Output;

/// <summary>Replaces secrets by *** in everything that is printed or written. Safe to use from several threads.</summary>
public sealed class Redactor
{
    // Shorter values occur in ordinary words; a log full of *** would give them away.
    private const int Shortest = 4;

    private readonly Lock _gate = new();
    private string[] _secrets = [];

    /// <summary>Masks a value from now on, and the forms in which programs like to print it: base64 and URL-encoded.</summary>
    public void Add(string? secret)
    {
        if (secret is null || secret.Trim().Length < Shortest)
            return;

        lock (_gate)
        {
            // The longest first: a secret may be part of another one.
            _secrets =
            [
                .. _secrets.Concat([secret, Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)), Uri.EscapeDataString(secret)])
                    .Distinct(StringComparer.Ordinal)
                    .OrderByDescending(value => value.Length),
            ];
        }
    }

    /// <summary>The text without the secrets.</summary>
    public string Mask(string text)
    {
        foreach (var secret in _secrets)
            text = text.Replace(secret, "***", StringComparison.Ordinal);

        return text;
    }
}

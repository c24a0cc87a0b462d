using System.Text.Json;

namespace Slipway.Output;

/// <summary>Masks secrets in everything that is printed or written: as they are, in Base64, URL-encoded and as JSON writes them.</summary>
internal sealed class Redactor
{
    private readonly Lock _lock = new();

    // Longest first, so that a secret that holds another leaves nothing of itself.
    private string[] _forms = [];

    /// <summary>Masks <paramref name="secret"/> from now on. Values of fewer than four characters are too common to mask.</summary>
    public void Register(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (secret.Length < 4)
            return;

        var base64 = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret));
        lock (_lock)
        {
            _forms =
            [
                .. _forms.Concat([secret, base64, base64.TrimEnd('='), Uri.EscapeDataString(secret), JsonEncodedText.Encode(secret).ToString()])
                    .Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length),
            ];
        }
    }

    /// <summary><paramref name="text"/> with <c>***</c> in the place of every secret.</summary>
    public string Mask(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var form in Volatile.Read(ref _forms))
            text = text.Replace(form, "***", StringComparison.Ordinal);

        return text;
    }
}

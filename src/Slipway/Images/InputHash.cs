using System.Security.Cryptography;
using System.Text;

namespace Slipway.Images;

/// <summary>A name for all that can make an image different.</summary>
internal static class InputHash
{
    // Raised when the way of hashing changes, so that no old tag is taken for a new one.
    private const string Version = "1";

    /// <summary>
    /// SHA-256 over every file that the context sends, the Dockerfile, arguments, target, platform and the base images, 64 hexadecimal
    /// digits.
    /// </summary>
    /// <param name="bases">Base image and what identifies its content now.</param>
    public static string Of(DockerImage image, string dockerfile, IReadOnlyList<ContextEntry> context, IReadOnlyDictionary<string, string> bases)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add("version", Version);
        Add("dockerfile", dockerfile);
        Add("target", image.Target ?? "");
        Add("platform", image.Platform);
        foreach (var (name, value) in image.Arguments.OrderBy(argument => argument.Key, StringComparer.Ordinal))
            Add("argument", name, value);
        foreach (var (name, identity) in bases.OrderBy(item => item.Key, StringComparer.Ordinal))
            Add("base", name, identity);
        foreach (var (path, content) in context)
            Add("file", path, content);

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        // Lengths keep neighbouring values apart: "ab" and "c" are not "a" and "bc".
        void Add(params ReadOnlySpan<string> values)
        {
            foreach (var value in values)
            {
                var bytes = Encoding.UTF8.GetBytes(value);
                hash.AppendData(BitConverter.GetBytes(bytes.Length));
                hash.AppendData(bytes);
            }
        }
    }
}

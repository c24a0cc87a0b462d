namespace Slipway.Images;

/// <summary>Names of platforms, as in <c>linux/arm64</c>.</summary>
internal static class PlatformName
{
    /// <summary>A variant (<c>linux/arm64/v8</c>) does not count: <c>docker image inspect</c> reports it apart.</summary>
    public static bool Same(string left, string right) =>
        string.Equals(WithoutVariant(left), WithoutVariant(right), StringComparison.OrdinalIgnoreCase);

    private static string WithoutVariant(string platform) => string.Join('/', platform.Split('/').Take(2));
}

namespace Slipway.Sites.Transfer;

/// <summary>Where the requests to one bucket go.</summary>
/// <param name="Origin">Scheme and host, without a slash at the end.</param>
/// <param name="Host">As the Host header says it.</param>
/// <param name="Path">What goes before the slash of a key: empty, or the bucket where it is not part of the host.</param>
/// <param name="Region">That requests are signed for.</param>
internal sealed record S3Address(string Origin, string Host, string Path, string Region)
{
    public static S3Address Of(Uri url, string region) =>
        new(url.GetLeftPart(UriPartial.Authority), url.Authority, url.AbsolutePath.TrimEnd('/'), region);

    /// <summary>The same bucket in another region. An address that does not name the region, as that of a server other than AWS, stays.</summary>
    public S3Address In(string region)
    {
        return new S3Address(Moved(Origin), Moved(Host), Path, region);

        string Moved(string text) => text.Replace($"s3.{Region}.", $"s3.{region}.", StringComparison.Ordinal);
    }

    /// <summary>The path of a key, or of the bucket itself.</summary>
    public string PathOf(string? key) => key is not null ? $"{Path}/{KeyText.Path(key)}" : Path.Length > 0 ? Path : "/";

    /// <summary>Nothing of a path may be put right: <c>a/../b</c> is a key, and another one than <c>b</c>.</summary>
    public Uri Url(string path, string query) =>
        new(query.Length == 0 ? $"{Origin}{path}" : $"{Origin}{path}?{query}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
}

using System.Text;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>What tells cached answers apart.</summary>
/// <param name="Url">What invalidations name: the path, and those of the query strings that are part of the key.</param>
/// <param name="Text">All of the key.</param>
/// <param name="Encodings">The encodings of which the viewer understands at least one and by which answers are kept apart: "", "gzip", "br" or "br,gzip".</param>
internal sealed record CacheKey(string Url, string Text, string Encodings)
{
    public static CacheKey Of(ViewerRequest request, CachePolicy policy)
    {
        var query = QueryPart.Join(request.Query.Where(part => policy.Query.Takes(part.Name, StringComparer.Ordinal)));
        var url = query.Length == 0 ? request.Uri : $"{request.Uri}?{query}";
        var encodings = EncodingsOf(request, policy);

        var text = new StringBuilder(request.Method is "OPTIONS" ? "OPTIONS " : "GET ").Append(url).Append('\n').Append(encodings);
        foreach (var name in policy.Headers.Names)
            text.Append('\n').Append(name.ToLowerInvariant()).Append(": ").Append(request.Header(name));
        foreach (var (name, value) in request.Cookies.Where(cookie => policy.Cookies.Takes(cookie.Key, StringComparer.Ordinal)).OrderBy(cookie => cookie.Key, StringComparer.Ordinal))
            text.Append("\ncookie ").Append(name).Append('=').Append(value);

        return new(url, text.ToString(), encodings);
    }

    /// <summary>Accept-Encoding in its normal form. A part of an answer is taken from the answer as it is, so that ranges count real bytes.</summary>
    private static string EncodingsOf(ViewerRequest request, CachePolicy policy)
    {
        if (request.Header("Range") is not null)
            return "";

        var (brotli, gzip) = (policy.Brotli && Accepts(request, "br"), policy.Gzip && Accepts(request, "gzip"));
        return (brotli, gzip) switch { (true, true) => "br,gzip", (true, false) => "br", (false, true) => "gzip", _ => "" };
    }

    private static bool Accepts(ViewerRequest request, string encoding) =>
        (request.Header("Accept-Encoding") ?? "").Split(',', StringSplitOptions.TrimEntries).Any(one =>
            one.Split(';', StringSplitOptions.TrimEntries) is [var name, .. var parameters]
            && name.Equals(encoding, StringComparison.OrdinalIgnoreCase) && !parameters.Any(parameter => parameter.Replace(" ", "", StringComparison.Ordinal) is "q=0" or "q=0.0" or "q=0.00" or "q=0.000"));
}

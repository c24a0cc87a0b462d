using Microsoft.AspNetCore.Http;

namespace SiteServer;

/// <summary>The headers of a write that S3 keeps with the object.</summary>
internal static class KeptHeaders
{
    private const string Unknown = "binary/octet-stream";

    private static readonly string[] Names = ["Cache-Control", "Content-Disposition", "Content-Language", "Expires"];

    public static IReadOnlyDictionary<string, string> Of(IHeaderDictionary headers)
    {
        var kept = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Content-Type"] = headers.ContentType is [{ Length: > 0 } type] ? type : Unknown,
        };
        foreach (var name in Names.Where(headers.ContainsKey))
            kept[name] = headers[name].ToString();
        foreach (var (name, value) in headers.Where(header => header.Key.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase)))
            kept[name] = value.ToString();

        // aws-chunked says how the body travels, not what it is.
        var encoding = string.Join(',', headers.ContentEncoding.ToString().Split(',', StringSplitOptions.TrimEntries).Where(one => one is not ("" or "aws-chunked")));
        if (encoding.Length > 0)
            kept["Content-Encoding"] = encoding;
        return kept;
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SiteServer;

/// <summary>The object that a copy is of.</summary>
internal static class CopySource
{
    /// <exception cref="S3Error">There is none, or it is not the one that the conditions name.</exception>
    public static StoredObject Find(Store store, IHeaderDictionary headers)
    {
        var path = Uri.UnescapeDataString(headers["x-amz-copy-source"].ToString().Split('?')[0]).TrimStart('/');
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            throw new S3Error(400, "InvalidArgument");

        var found = store.Bucket(path[..slash]).Find(path[(slash + 1)..]) ?? throw new S3Error(404, "NoSuchKey");
        if (WriteCondition.Bare(headers["x-amz-copy-source-if-match"]) is { } match && match != found.ETag)
            throw new S3Error(412, "PreconditionFailed");
        if (WriteCondition.Bare(headers["x-amz-copy-source-if-none-match"]) is { } other && other == found.ETag)
            throw new S3Error(412, "PreconditionFailed");

        return found;
    }

    public static string Result(string name, string etag, DateTimeOffset modified) => string.Create(
        CultureInfo.InvariantCulture,
        $"<{name}><ETag>&quot;{etag}&quot;</ETag><LastModified>{modified.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}</LastModified></{name}>");
}

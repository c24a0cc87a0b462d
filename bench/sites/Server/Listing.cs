using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SiteServer;

/// <summary>Pages of a bucket's keys, ListObjects and ListObjectsV2.</summary>
internal static class Listing
{
    private const int Most = 1000;

    public static string Of(Bucket bucket, IQueryCollection query)
    {
        var isSecond = query["list-type"] == "2";
        var prefix = query["prefix"].ToString();
        var delimiter = query["delimiter"].ToString();
        var isUrl = query["encoding-type"] == "url";
        var most = int.TryParse(query["max-keys"], CultureInfo.InvariantCulture, out var asked) ? Math.Min(asked, Most) : Most;
        var token = query["continuation-token"].ToString();
        var after = !isSecond ? query["marker"].ToString()
            : token.Length > 0 ? Encoding.UTF8.GetString(Convert.FromBase64String(token))
            : query["start-after"].ToString();

        var (keys, prefixes, last) = Page(bucket.Keys(), prefix, delimiter, after, most);
        var text = new StringBuilder(keys.Count * 260 + 400);
        text.Append("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        Element("Name", bucket.Name);
        Element("Prefix", Encoded(prefix));
        Element("MaxKeys", most.ToString(CultureInfo.InvariantCulture));
        if (delimiter.Length > 0)
            Element("Delimiter", Encoded(delimiter));
        if (isUrl)
            Element("EncodingType", "url");
        Element("IsTruncated", last is null ? "false" : "true");
        if (isSecond)
            Element("KeyCount", (keys.Count + prefixes.Count).ToString(CultureInfo.InvariantCulture));
        if (isSecond && last is not null)
            Element("NextContinuationToken", Convert.ToBase64String(Encoding.UTF8.GetBytes(last)));
        if (!isSecond && last is not null)
            Element("NextMarker", Encoded(last));
        foreach (var item in keys.Select(bucket.Find).OfType<StoredObject>())
            Contents(item);
        foreach (var common in prefixes)
            text.Append("<CommonPrefixes><Prefix>").Append(AwsApi.Text(Encoded(common))).Append("</Prefix></CommonPrefixes>");

        return text.Append("</ListBucketResult>").ToString();

        void Element(string name, string value) => text.Append('<').Append(name).Append('>').Append(AwsApi.Text(value)).Append("</").Append(name).Append('>');

        void Contents(StoredObject item) => text.Append("<Contents><Key>").Append(AwsApi.Text(Encoded(item.Key)))
            .Append("</Key><LastModified>").AppendFormat(CultureInfo.InvariantCulture, "{0:yyyy-MM-ddTHH:mm:ss.fffZ}", item.Modified.UtcDateTime)
            .Append("</LastModified><ETag>&quot;").Append(item.ETag).Append("&quot;</ETag><Size>").Append(item.Size)
            .Append("</Size><StorageClass>STANDARD</StorageClass></Contents>");

        string Encoded(string key) => isUrl ? string.Join('/', key.Split('/').Select(Uri.EscapeDataString)) : key;
    }

    /// <returns>The keys and common prefixes of the page, and what the next one begins after; null: this is the last.</returns>
    private static (List<string> Keys, List<string> Prefixes, string? Last) Page(string[] all, string prefix, string delimiter, string after, int most)
    {
        List<string> keys = [];
        List<string> prefixes = [];
        string? last = null;
        var next = Math.Max(After(all, prefix, isIncluded: true), after.Length == 0 ? 0 : Past(after));
        while (next < all.Length && all[next].StartsWith(prefix, StringComparison.Ordinal))
        {
            if (keys.Count + prefixes.Count == most)
                return (keys, prefixes, last);

            var end = delimiter.Length == 0 ? -1 : all[next].IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
            last = end < 0 ? all[next] : all[next][..(end + delimiter.Length)];
            (end < 0 ? keys : prefixes).Add(last);
            next = end < 0 ? next + 1 : Past(last);
        }

        return (keys, prefixes, null);

        // What is below a common prefix was told with it.
        int Past(string told) => delimiter.Length > 0 && told.EndsWith(delimiter, StringComparison.Ordinal)
            ? After(all, told + char.MaxValue, isIncluded: true)
            : After(all, told, isIncluded: false);
    }

    private static int After(string[] all, string key, bool isIncluded)
    {
        var found = Array.BinarySearch(all, key, StringComparer.Ordinal);
        return found < 0 ? ~found : isIncluded ? found : found + 1;
    }
}

using System.Globalization;
using System.Xml;

namespace Slipway.Sites.Transfer;

/// <summary>A page of a listing.</summary>
/// <param name="Next">What the next page is asked for with; null: this is the last.</param>
internal sealed record ListPage(IReadOnlyList<SiteObject> Objects, string? Next)
{
    /// <summary>Reads the answer to ListObjectsV2.</summary>
    /// <exception cref="XmlException">It is no such answer.</exception>
    public static ListPage Read(Stream document)
    {
        using var reader = XmlReader.Create(document, S3Xml.Reading);
        reader.MoveToContent();
        if (reader.LocalName != "ListBucketResult")
            throw new XmlException($"ListBucketResult was expected, {reader.LocalName} was found.");

        List<Entry> entries = [];
        var (isEncoded, isTruncated, next) = (false, false, (string?)null);
        reader.Read();
        while (reader.NodeType != XmlNodeType.EndElement && !reader.EOF)
        {
            switch (reader.NodeType == XmlNodeType.Element ? reader.LocalName : null)
            {
                case "Contents":
                    entries.Add(Entry.Read(reader));
                    break;
                case "EncodingType":
                    isEncoded = reader.ReadElementContentAsString() == "url";
                    break;
                case "IsTruncated":
                    isTruncated = reader.ReadElementContentAsString() == "true";
                    break;
                case "NextContinuationToken":
                    next = reader.ReadElementContentAsString();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        // What says how keys are written may come after them.
        return new ListPage(entries.ConvertAll(entry => entry.Object(isEncoded)), isTruncated ? next : null);
    }

    private readonly record struct Entry(string Key, string ETag, long Size, DateTimeOffset LastModified)
    {
        public static Entry Read(XmlReader reader)
        {
            var entry = new Entry("", "", 0, default);
            var depth = reader.Depth;
            reader.Read();
            while (reader.Depth > depth)
            {
                switch (reader.NodeType == XmlNodeType.Element ? reader.LocalName : null)
                {
                    case "Key":
                        entry = entry with { Key = reader.ReadElementContentAsString() };
                        break;
                    case "ETag":
                        entry = entry with { ETag = reader.ReadElementContentAsString().Trim('"') };
                        break;
                    case "Size":
                        entry = entry with { Size = long.Parse(reader.ReadElementContentAsString(), CultureInfo.InvariantCulture) };
                        break;
                    case "LastModified":
                        entry = entry with { LastModified = DateTimeOffset.Parse(reader.ReadElementContentAsString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) };
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }

            reader.ReadEndElement();
            return entry;
        }

        public SiteObject Object(bool isEncoded) => new(isEncoded ? KeyText.OfListing(Key) : Key, ETag, Size, LastModified);
    }
}

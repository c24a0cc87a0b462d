using System.Xml;
using System.Xml.Linq;

namespace Slipway.Sites.Transfer;

/// <summary>Small documents of S3.</summary>
internal static class S3Xml
{
    public const string Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    /// <summary>Keys may have characters that XML 1.0 does not know.</summary>
    public static readonly XmlReaderSettings Reading = new() { CheckCharacters = false, DtdProcessing = DtdProcessing.Prohibit };

    /// <summary>The document's root; null: it is none, as what proxies answer.</summary>
    public static XElement? Find(byte[] document)
    {
        try
        {
            using var stream = new MemoryStream(document, writable: false);
            using var reader = XmlReader.Create(stream, Reading);
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Reads an answer; a failure that it tells of is thrown.</summary>
    public static async ValueTask<XElement> Read(HttpResponseMessage response, Deadline deadline)
    {
        var document = Find(await response.Content.ReadAsByteArrayAsync(deadline.Token));
        if (S3Refusal.Within(response, document) is { } refusal)
            throw refusal;

        return document ?? throw new HttpRequestException("The answer is not the document of S3 that it should be.");
    }

    /// <summary>The text of a child of any namespace; null: there is none.</summary>
    public static string? Text(this XElement element, string name) => element.All(name).FirstOrDefault()?.Value;

    public static IEnumerable<XElement> All(this XElement element, string name) => element.Elements().Where(child => child.Name.LocalName == name);

    /// <summary>Makes a document to send.</summary>
    public static SiteBody Write(string root, Action<XmlWriter> content)
    {
        using var stream = new MemoryStream();
        // A carriage return would be read back as the end of a line.
        using (var writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new System.Text.UTF8Encoding(false), NewLineHandling = NewLineHandling.Entitize }))
        {
            writer.WriteStartElement(root, Namespace);
            content(writer);
            writer.WriteEndElement();
        }

        var bytes = stream.ToArray();
        return new SiteBody(() => new MemoryStream(bytes, writable: false), bytes.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
    }
}

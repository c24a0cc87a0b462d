using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Slipway.Rehearsal.S3;

/// <summary>S3's XML: answers and errors out, settings and lists in.</summary>
internal static class S3Xml
{
    private const string Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    // Keys may hold control characters, which S3 writes as references although XML 1.0 has none such.
    private static readonly XmlWriterSettings Writing = new() { Encoding = new UTF8Encoding(false), CheckCharacters = false };
    private static readonly XmlReaderSettings Reading = new() { DtdProcessing = DtdProcessing.Prohibit, CheckCharacters = false };

    public static byte[] Bytes(string root, Action<XmlWriter> content, string? xmlNamespace = Namespace)
    {
        using var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, Writing))
        {
            writer.WriteStartElement(root, xmlNamespace);
            content(writer);
            writer.WriteEndElement();
        }

        return buffer.ToArray();
    }

    public static byte[] Error(string code, string message, IEnumerable<(string Name, string? Value)> details, string requestId) => Bytes(
        "Error",
        writer =>
        {
            foreach (var (name, value) in details.Prepend(("Message", message)).Prepend(("Code", code)).Append(("RequestId", requestId)).Append(("HostId", "rehearsal")))
                writer.Optional(name, value);
        },
        xmlNamespace: null);

    public static Task Write(this S3Call call, string root, Action<XmlWriter> content) => Send(call.Response, Bytes(root, content), call.Http.RequestAborted);

    public static Task Send(HttpResponse response, byte[] xml, CancellationToken ct)
    {
        response.ContentType = "application/xml";
        response.ContentLength = xml.Length;
        return response.Body.WriteAsync(xml, ct).AsTask();
    }

    public static void Optional(this XmlWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteElementString(name, value);
    }

    public static void Nested(this XmlWriter writer, string name, Action<XmlWriter> content)
    {
        writer.WriteStartElement(name);
        content(writer);
        writer.WriteEndElement();
    }

    public static void Element(this XmlWriter writer, string name, long value) => writer.WriteElementString(name, value.ToString(CultureInfo.InvariantCulture));

    public static void Element(this XmlWriter writer, string name, bool value) => writer.WriteElementString(name, value ? "true" : "false");

    public static void Element(this XmlWriter writer, string name, DateTimeOffset value) =>
        writer.WriteElementString(name, value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));

    /// <exception cref="Protocols.AwsError">MalformedXML: it is no XML, or has another root.</exception>
    public static XElement Parse(byte[] xml, string root)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(xml), Reading);
            var element = XElement.Load(reader);
            return element.Name.LocalName == root ? element : throw S3Refusals.MalformedXml();
        }
        catch (XmlException)
        {
            throw S3Refusals.MalformedXml();
        }
    }

    /// <summary>The elements of a name, whatever their namespace: clients differ in giving one.</summary>
    public static IEnumerable<XElement> All(this XElement element, string name) => element.Elements().Where(child => child.Name.LocalName == name);

    /// <summary>The text of an element; null when it is absent.</summary>
    public static string? Text(this XElement element, string name) => element.All(name).FirstOrDefault()?.Value;

    /// <exception cref="Protocols.AwsError">MalformedXML: it is absent.</exception>
    public static string Required(this XElement element, string name) => element.Text(name) ?? throw S3Refusals.MalformedXml();
}

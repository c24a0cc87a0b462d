using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>CloudFront's rest-xml: elements have the names of AWS's model; inside the cloud they have no namespace.</summary>
internal static class CloudFrontXml
{
    private const int LargestBody = 4_000_000;
    private static readonly XNamespace Namespace = "http://cloudfront.amazonaws.com/doc/2020-05-31/";
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), Async = true };
    private static readonly XmlReaderSettings Reading = new() { Async = true, DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = LargestBody };

    /// <summary>The body without namespaces; null when there is none.</summary>
    /// <exception cref="AwsError">MalformedXML.</exception>
    public static async Task<XElement?> Read(HttpRequest request, CancellationToken ct)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, ct);
        if (buffer.Length == 0)
            return null;

        buffer.Position = 0;
        try
        {
            using var reader = XmlReader.Create(buffer, Reading);
            return Bare((await XDocument.LoadAsync(reader, LoadOptions.PreserveWhitespace, ct)).Root!);
        }
        catch (XmlException exception)
        {
            throw CloudFrontErrors.Wrong("MalformedXML", $"The XML document is malformed: {exception.Message}");
        }
    }

    public static async Task Write(HttpResponse response, XElement root, CancellationToken ct)
    {
        using var buffer = new MemoryStream();
        await using (var writer = XmlWriter.Create(buffer, Settings))
            await new XDocument(Named(root)).SaveAsync(writer, ct);

        response.ContentType = "text/xml";
        response.ContentLength = buffer.Length;
        await response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), ct);
    }

    /// <summary>A list as CloudFront writes it: a quantity, and the items when there are any.</summary>
    public static XElement List(string name, string item, IEnumerable<object> values)
    {
        var items = values.Select(value => new XElement(item, value)).ToList();
        return Counted(name, items);
    }

    public static XElement Counted(string name, IReadOnlyCollection<XElement> items) =>
        new(name, new XElement("Quantity", items.Count), items.Count == 0 ? null : new XElement("Items", items));

    /// <summary>The texts of a list's items; none when it is absent.</summary>
    public static IReadOnlyList<string> Texts(this XElement? list) => [.. list.Items().Select(item => item.Value)];

    public static IEnumerable<XElement> Items(this XElement? list) => list?.Element("Items")?.Elements() ?? [];

    /// <summary>The text of a child; null when it is absent or empty.</summary>
    public static string? Text(this XElement? parent, string name) => parent?.Element(name)?.Value is { Length: > 0 } text ? text : null;

    /// <exception cref="AwsError">It is absent or empty.</exception>
    public static string Required(this XElement? parent, string name) =>
        parent.Text(name) ?? throw CloudFrontErrors.Wrong("MalformedXML", $"1 validation error detected: Value null at '{name}' failed to satisfy constraint: Member must not be null");

    public static bool Flag(this XElement? parent, string name) => parent.Text(name) is { } text
        && (bool.TryParse(text, out var flag) ? flag : throw CloudFrontErrors.Wrong("MalformedXML", $"'{text}' is not a boolean in {name}"));

    public static long? Whole(this XElement? parent, string name) => parent.Text(name) is not { } text ? null
        : long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number
        : throw CloudFrontErrors.Wrong("MalformedXML", $"'{text}' is not a number in {name}");

    public static XElement Time(string name, DateTimeOffset time) =>
        new(name, time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture));

    private static XElement Bare(XElement element) => new(
        element.Name.LocalName,
        element.HasElements ? element.Elements().Select(Bare) : element.Nodes().OfType<XText>());

    private static XElement Named(XElement element) => new(
        Namespace + element.Name.LocalName,
        element.HasElements ? element.Elements().Select(Named) : element.Nodes().OfType<XText>());
}

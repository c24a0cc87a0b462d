using System.Collections;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Amazon.Runtime.Compat;

/// <summary>Structures as XML: what the query protocols answer, and both directions of the REST one.</summary>
internal static class XmlBody
{
    // A carriage return would come out of the other side's parser as a line feed.
    private static readonly XmlWriterSettings Plain = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineHandling = NewLineHandling.Entitize };

    /// <summary>The members as child elements of <paramref name="root"/>, in its namespace. No service that takes XML here has maps.</summary>
    public static byte[] Write(XName root, IEnumerable<(Shape.Member Member, object Value)> members)
    {
        using var body = new MemoryStream();
        using (var writer = XmlWriter.Create(body, Plain))
        {
            new XElement(root, Elements(root.Namespace, members)).WriteTo(writer);
        }

        return body.ToArray();
    }

    // White space may be all there is to a text.
    public static XElement Parse(byte[] body) => XDocument.Load(new MemoryStream(body), LoadOptions.PreserveWhitespace).Root!;

    /// <summary>Fills the members of a structure from the child elements; unknown elements are passed over.</summary>
    public static T Read<T>(XElement element, T structure)
        where T : notnull
    {
        var shape = Shape.Of(structure.GetType());
        foreach (var child in element.Elements())
        {
            if (shape.Find(child.Name.LocalName) is { } member)
            {
                member.Property.SetValue(structure, ReadValue(child, member.Type));
            }
        }

        return structure;
    }

    private static IEnumerable<XElement> Elements(XNamespace ns, IEnumerable<(Shape.Member Member, object Value)> members) =>
        members.Select(each => new XElement(ns + each.Member.PascalName, Content(ns, each.Value, each.Member.ItemName)));

    private static object Content(XNamespace ns, object value, string itemName) =>
        Values.IsScalar(value.GetType()) ? Values.ToText(value)
        : value is IList list ? list.Cast<object>().Select(item => new XElement(ns + itemName, Content(ns, item, itemName)))
        : Elements(ns, Shape.Of(value.GetType()).ValuesOf(value));

    private static object ReadValue(XElement element, Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
        {
            var list = (IList)Activator.CreateInstance(type)!;
            foreach (var item in element.Elements())
            {
                list.Add(ReadValue(item, type.GenericTypeArguments[0]));
            }

            return list;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
        {
            var map = (IDictionary)Activator.CreateInstance(type)!;
            foreach (var entry in element.Elements())
            {
                var parts = entry.Elements().ToDictionary(part => part.Name.LocalName);
                map[parts["key"].Value] = ReadValue(parts["value"], type.GenericTypeArguments[1]);
            }

            return map;
        }

        return Values.IsScalar(type) ? Values.FromText(element.Value, type) : Read(element, Activator.CreateInstance(type)!);
    }
}

using System.Collections;
using System.Text;
using System.Xml.Linq;

namespace Amazon.Runtime.Compat;

/// <summary>The AWS query protocol: a form goes in, XML comes out. Lists are numbered from one as <c>Name.member.1</c>.</summary>
internal static class QueryBody
{
    public static byte[] Write(string operation, string version, object request)
    {
        var form = new StringBuilder();
        Append(form, "Action", operation);
        Append(form, "Version", version);
        AppendMembers(form, prefix: "", request);
        return Encoding.UTF8.GetBytes(form.ToString());
    }

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

    private static void AppendMembers(StringBuilder form, string prefix, object structure)
    {
        foreach (var (member, value) in Shape.Of(structure.GetType()).ValuesOf(structure))
        {
            AppendValue(form, prefix + member.PascalName, value);
        }
    }

    private static void AppendValue(StringBuilder form, string name, object value)
    {
        switch (value)
        {
            case IDictionary map:
                AppendEntries(form, name, map);
                break;
            case IList { Count: 0 }:
                Append(form, name, "");
                break;
            case IList list:
                for (var index = 0; index < list.Count; index++)
                {
                    AppendValue(form, $"{name}.member.{index + 1}", list[index]!);
                }

                break;
            case string or ConstantClass or ValueType:
                Append(form, name, Values.ToText(value));
                break;
            default:
                AppendMembers(form, name + ".", value);
                break;
        }
    }

    private static void AppendEntries(StringBuilder form, string name, IDictionary map)
    {
        var index = 0;
        foreach (DictionaryEntry entry in map)
        {
            index++;
            Append(form, $"{name}.entry.{index}.key", (string)entry.Key);
            AppendValue(form, $"{name}.entry.{index}.value", entry.Value!);
        }
    }

    private static void Append(StringBuilder form, string name, string value) =>
        form.Append(form.Length == 0 ? "" : "&").Append(name).Append('=').Append(Uri.EscapeDataString(value));

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

        return type == typeof(string) || type.IsValueType || type.IsSubclassOf(typeof(ConstantClass))
            ? Values.FromText(element.Value, type)
            : Read(element, Activator.CreateInstance(type)!);
    }
}

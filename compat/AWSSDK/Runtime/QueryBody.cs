using System.Collections;
using System.Text;

namespace Amazon.Runtime.Compat;

/// <summary>
/// The form of the AWS query protocols. Lists are numbered from one, as <c>Name.member.1</c>, where the model names their items as <c>Name.Item.1</c>, and for EC2 as
/// <c>Name.1</c>; an empty list is named without a value, and for EC2 left out.
/// </summary>
internal sealed class QueryBody(bool flat)
{
    private readonly StringBuilder _form = new();

    public static byte[] Write(string operation, string version, object request, bool flat)
    {
        var body = new QueryBody(flat);
        body.Append("Action", operation);
        body.Append("Version", version);
        body.AppendMembers(prefix: "", request);
        return Encoding.UTF8.GetBytes(body._form.ToString());
    }

    private void AppendMembers(string prefix, object structure)
    {
        foreach (var (member, value) in Shape.Of(structure.GetType()).ValuesOf(structure))
        {
            AppendValue(prefix + member.PascalName, value, member.ItemName);
        }
    }

    private void AppendValue(string name, object value, string itemName = "member")
    {
        switch (value)
        {
            case IDictionary map:
                AppendEntries(name, map);
                break;
            case IList list:
                AppendItems(name, list, itemName);
                break;
            default:
                if (Values.IsScalar(value.GetType()))
                {
                    Append(name, Values.ToText(value));
                }
                else
                {
                    AppendMembers(name + ".", value);
                }

                break;
        }
    }

    private void AppendItems(string name, IList list, string itemName)
    {
        if (list.Count == 0 && !flat)
        {
            Append(name, "");
        }

        for (var index = 0; index < list.Count; index++)
        {
            AppendValue($"{name}{(flat ? "" : $".{itemName}")}.{index + 1}", list[index]!);
        }
    }

    private void AppendEntries(string name, IDictionary map)
    {
        var index = 0;
        foreach (DictionaryEntry entry in map)
        {
            index++;
            Append($"{name}.entry.{index}.key", (string)entry.Key);
            AppendValue($"{name}.entry.{index}.value", entry.Value!);
        }
    }

    private void Append(string name, string value) =>
        _form.Append(_form.Length == 0 ? "" : "&").Append(name).Append('=').Append(Uri.EscapeDataString(value));
}

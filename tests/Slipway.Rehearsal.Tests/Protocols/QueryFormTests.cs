using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Protocols;

public sealed class QueryFormTests
{
    [Fact]
    public void Names_with_dots_become_structures_and_lists_in_the_order_of_their_numbers()
    {
        var input = QueryForm.Parse(Fields("A.member.2.B=two", "A.member.1.B=one", "A.member.1.C.member.1=x", "D.E=5", "F=", "G.member.10=j",
            "G.member.1=a", "G.member.2=b", "G.member.3=c", "G.member.4=d", "G.member.5=e", "G.member.6=f", "G.member.7=g", "G.member.8=h", "G.member.9=i"));

        Assert.Equal(
            """{"A":[{"B":"one","C":["x"]},{"B":"two"}],"D":{"E":"5"},"F":"","G":["a","b","c","d","e","f","g","h","i","j"]}""",
            new JsonObject(input.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))).ToJsonString());
        Assert.Equal(5, input.RequiredObject("D").RequiredInt("E"));
        Assert.Empty(input.Objects("F"));
    }

    [Fact]
    public void A_list_whose_items_have_a_name_of_their_own_is_a_list_too()
    {
        var input = QueryForm.Parse(Fields("Tags.Tag.2.Key=b", "Tags.Tag.1.Key=a", "Filters.Filter.1.Values.Value.1=x", "Filters.Filter.1.Name=n", "One.Other.Third=3"));

        Assert.Equal(["a", "b"], input.Objects("Tags").Select(tag => tag.Required("Key")));
        Assert.Equal(["x"], input.Objects("Filters")[0].Strings("Values"));
        Assert.Equal("3", input.RequiredObject("One").RequiredObject("Other").Required("Third"));
    }

    [Theory]
    [InlineData("Tags.Tag.1=x", "Tags.Tag.3=y")]
    [InlineData("A.member.1=x", "A.member.3=y")]
    [InlineData("A=x", "A.B=y")]
    [InlineData("A.B=x", "A=y")]
    [InlineData("A=x", "A=y")]
    public void Fields_that_contradict_each_other_are_refused(string first, string second) =>
        Assert.Equal("MalformedQueryString", Assert.Throws<AwsError>(() => QueryForm.Parse(Fields(first, second))).Code);

    private static JsonNode? Sorted(JsonNode? node) =>
        node switch
        {
            JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
            JsonArray items => new JsonArray([.. items.Select(Sorted)]),
            _ => node?.DeepClone(),
        };

    private static IEnumerable<KeyValuePair<string, string>> Fields(params string[] fields) =>
        fields.Select(field => KeyValuePair.Create(field.Split('=')[0], field.Split('=')[1]));
}

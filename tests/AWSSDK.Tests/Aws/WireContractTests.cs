using System.Collections;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.Runtime.Documents;
using AWSSDK.Tests.Loopback;

namespace AWSSDK.Tests.Aws;

/// <summary>
/// Every operation with every member set, over a real connection: the body against AWS's model, and a reply made from the
/// model against what the client makes of it.
/// </summary>
public sealed class WireContractTests
{
    private const string Odd = "a b~c+d&e=f%/\"<>' \u00e9\ud55c\ud83d\ude80\n";
    private static readonly DateTime Moment = new(2026, 11, 21, 4, 5, 6, 789, DateTimeKind.Utc);

    public static TheoryData<string, string> Operations =>
        [.. Service.Operations.Select(pair => (pair.Service.Model, pair.Operation.Name[..^"Async".Length]))];

    [Theory, MemberData(nameof(Operations))]
    public async Task A_request_carries_every_member_under_its_name_and_is_signed(string name, string operation)
    {
        var service = Service.Named(name);
        var model = AwsModel.Of(name);
        await using var server = await LoopbackServer.Start(_ => new(200, service.EmptyReply(operation)));
        using var client = service.Connect(server.Url);
        var request = Sample(service.Interface.GetMethod(operation + "Async")!.GetParameters()[0].ParameterType)!;

        await service.Call(client, operation, request);

        var call = Assert.Single(server.Calls);
        Assert.True(SignatureV4.IsValid(call, Service.Secret));
        var expected = Leaves(model, service, "", model.Input(operation)!).Order(StringComparer.Ordinal);
        var sent = service.Query ? FormLeaves(call.Text, operation) : JsonLeaves("", JsonNode.Parse(call.Body)!);
        Assert.Equal(expected, sent.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Operations))]
    public async Task A_reply_is_read_to_the_last_member_and_unknown_members_are_passed_over(string name, string operation)
    {
        var service = Service.Named(name);
        var model = AwsModel.Of(name);
        var expected = model.Output(operation) is { } output ? SampleJson(model, output).AsObject() : [];
        expected["aMemberOfNextYear"] = new JsonObject { ["x"] = new JsonArray(1, JsonValue.Create("two")) };
        var body = service.Query
            ? $"<{operation}Response xmlns=\"http://example.com/\"><{operation}Result>{Xml(expected)}</{operation}Result><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></{operation}Response>"
            : expected.ToJsonString();
        await using var server = await LoopbackServer.Start(_ => new Reply(200, body).With("x-amzn-RequestId", "r-1"));
        using var client = service.Connect(server.Url);

        var response = await service.Call(client, operation);

        expected.Remove("aMemberOfNextYear");
        Assert.Equal("r-1", response.ResponseMetadata.RequestId);
        Assert.Equal(HttpStatusCode.OK, response.HttpStatusCode);
        Assert.Equal(JsonValues("", expected).Order(StringComparer.Ordinal), ObjectValues("", response).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Operations))]
    public async Task A_wrong_secret_is_told_from_a_right_one(string name, string operation)
    {
        var service = Service.Named(name);
        await using var server = await LoopbackServer.Start(call => SignatureV4.IsValid(call, Service.Secret)
            ? new(200, service.EmptyReply(operation))
            : Errors.Reply(service, 403, "SignatureDoesNotMatch", "The request signature we calculated does not match."));
        using var right = service.Connect(server.Url);
        using var wrong = service.Connect(server.Url, secret: "guess");

        await service.Call(right, operation);
        var error = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => service.Call(wrong, operation));

        Assert.Equal("SignatureDoesNotMatch", error.ErrorCode);
        Assert.Equal(HttpStatusCode.Forbidden, error.StatusCode);
    }

    /// <summary>An object with every member set; text is awkward, lists have two items.</summary>
    private static object? Sample(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return Odd;
        }

        if (type == typeof(Document))
        {
            return Document.FromObject(new { text = Odd });
        }

        if (type.IsSubclassOf(typeof(ConstantClass)))
        {
            return Activator.CreateInstance(type, "a value of next year");
        }

        if (type.IsValueType)
        {
            return type == typeof(DateTime) ? Moment : type == typeof(bool) ? true : Convert.ChangeType(42, type, null);
        }

        var instance = Activator.CreateInstance(type)!;
        if (instance is IList list)
        {
            list.Add(Sample(type.GenericTypeArguments[0]));
            list.Add(Sample(type.GenericTypeArguments[0]));
        }
        else if (instance is IDictionary map)
        {
            map[Odd] = Sample(type.GenericTypeArguments[1]);
        }
        else
        {
            foreach (var property in type.GetProperties().Where(property => property.DeclaringType == type))
            {
                property.SetValue(instance, Sample(property.PropertyType));
            }
        }

        return instance;
    }

    /// <summary>The paths that a full request must have, with the kind of each value.</summary>
    private static IEnumerable<string> Leaves(AwsModel model, Service service, string path, string shape)
    {
        var item = service.Query ? ".member." : "#";
        return model.Type(shape) switch
        {
            "structure" => model.Members(shape).SelectMany(member => Leaves(model, service, path.Length == 0 ? member.Name : path + "." + member.Name, member.Shape)),
            "list" => new[] { 1, 2 }.SelectMany(index => Leaves(model, service, path + item + index, model.Item(shape))),
            "map" when service.Query => Leaves(model, service, path + ".entry.1.key", model.Key(shape)).Concat(Leaves(model, service, path + ".entry.1.value", model.Value(shape))),
            "map" => Leaves(model, service, path + "." + Odd, model.Value(shape)),
            "document" => [path + ".text String"],
            "string" when model.Enum(shape) is not null && !path.EndsWith(item + "1", StringComparison.Ordinal) && !path.EndsWith(item + "2", StringComparison.Ordinal) => [path + " Enum"],
            "string" => [path + " String"],
            "boolean" => [path + " True"],
            _ => [path + " Number"],
        };
    }

    private static IEnumerable<string> JsonLeaves(string path, JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => JsonLeaves(path.Length == 0 ? member.Key : path + "." + member.Key, member.Value!)),
        JsonArray items => items.SelectMany((item, index) => JsonLeaves($"{path}#{index + 1}", item!)),
        _ => [path + " " + (node.GetValueKind() == JsonValueKind.String ? Kind((string)node!) : node.GetValueKind().ToString())],
    };

    private static string Kind(string text) => text == Odd ? "String" : text == "a value of next year" ? "Enum" : "wrong: " + text;

    private static IEnumerable<string> FormLeaves(string form, string operation)
    {
        var fields = form.Split('&').Select(field => field.Split('=')).ToDictionary(field => field[0], field => Uri.UnescapeDataString(field[1]));
        Assert.True(fields.Remove("Action", out var action) && action == operation);
        Assert.True(fields.Remove("Version", out var version) && version == "2015-12-01");
        return fields.Select(field => $"{field.Key} {(field.Value == "true" ? "True" : field.Value == "42" ? "Number" : Kind(field.Value))}");
    }

    private static JsonNode SampleJson(AwsModel model, string shape)
    {
        switch (model.Type(shape))
        {
            case "structure":
                return new JsonObject(model.Members(shape).Select(member => KeyValuePair.Create(member.Name, (JsonNode?)SampleJson(model, member.Shape))));
            case "list":
                return new JsonArray(SampleJson(model, model.Item(shape)), SampleJson(model, model.Item(shape)));
            case "map":
                return new JsonObject { [Odd] = SampleJson(model, model.Value(shape)) };
            case "document":
                return new JsonObject { ["deep"] = new JsonArray(1, JsonValue.Create(2.5), JsonValue.Create(Odd), JsonValue.Create(true)) };
            case "boolean":
                return JsonValue.Create(true);
            case "timestamp":
                return JsonValue.Create(1795233906.789);
            case "integer" or "long":
                return JsonValue.Create(42);
            case "double":
                return JsonValue.Create(0.25);
            default:
                return JsonValue.Create(Odd);
        }
    }

    private static string Xml(JsonNode node) => node switch
    {
        JsonObject map when map.ContainsKey(Odd) => $"<entry><key>{Xml(JsonValue.Create(Odd))}</key><value>{Xml(map[Odd]!)}</value></entry>",
        JsonObject members => string.Concat(members.Select(member => $"<{member.Key}>{Xml(member.Value!)}</{member.Key}>")),
        JsonArray items => string.Concat(items.Select(item => $"<member>{Xml(item!)}</member>")),
        _ when node.GetValueKind() == JsonValueKind.String => new System.Xml.Linq.XText((string)node!).ToString(),
        _ => node.ToJsonString() == "1795233906.789" ? "2026-11-21T04:05:06.789Z" : node.ToJsonString(),
    };

    private static IEnumerable<string> JsonValues(string path, JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => JsonValues(path + "." + member.Key.ToUpperInvariant(), member.Value!)),
        JsonArray items => items.SelectMany((item, index) => JsonValues($"{path}#{index}", item!)),
        _ => [$"{path} {node}"],
    };

    private static IEnumerable<string> ObjectValues(string path, object? value)
    {
        switch (value)
        {
            case null:
                return [path + " is null"];
            case string or ConstantClass or int or long or double:
                return [FormattableString.Invariant($"{path} {value}")];
            case bool flag:
                return [$"{path} {(flag ? "true" : "false")}"];
            // A long of the model that the package gives as a time holds 42 milliseconds.
            case DateTime time:
                Assert.Equal(DateTimeKind.Utc, time.Kind);
                return [time == DateTime.UnixEpoch.AddMilliseconds(42) ? $"{path} 42" : $"{path} {(time == new DateTime(2026, 11, 21, 4, 5, 6, 789, DateTimeKind.Utc) ? "1795233906.789" : time.ToString("O"))}"];
            case Document document:
                return document.IsDictionary() ? document.AsDictionary().SelectMany(entry => ObjectValues(path + "." + entry.Key.ToUpperInvariant(), entry.Value))
                    : document.IsList() ? document.AsList().SelectMany((item, index) => ObjectValues($"{path}#{index}", item))
                    : ObjectValues(path, document.IsInt() ? document.AsInt() : document.IsDouble() ? document.AsDouble() : document.IsBool() ? document.AsBool() : document.AsString());
            case IDictionary map:
                return map.Keys.Cast<string>().SelectMany(key => ObjectValues(path + "." + key.ToUpperInvariant(), map[key]));
            case IEnumerable items:
                return items.Cast<object>().SelectMany((item, index) => ObjectValues($"{path}#{index}", item));
            default:
                return value.GetType().GetProperties().Where(property => property.DeclaringType == value.GetType())
                    .SelectMany(property => ObjectValues(path + "." + property.Name.ToUpperInvariant(), property.GetValue(value)));
        }
    }
}

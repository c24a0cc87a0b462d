using System.Net;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using AWSSDK.Tests.Loopback;
using static AWSSDK.Tests.Aws.ModelSamples;

namespace AWSSDK.Tests.Aws;

/// <summary>
/// Every operation with every member set, over a real connection: the body against AWS's model, and a reply made from the
/// model against what the client makes of it. <see cref="RestContractTests"/> has the services whose requests are more than a body.
/// </summary>
public sealed class WireContractTests
{
    public static TheoryData<string, string> Operations =>
        [.. Service.Operations.Where(pair => pair.Service.Wire != Wire.RestXml).Select(pair => (pair.Service.Model, pair.Operation.Name[..^"Async".Length]))];

    public static TheoryData<string, string> AllOperations =>
        [.. Service.Operations.Select(pair => (pair.Service.Model, pair.Operation.Name[..^"Async".Length]))];

    [Theory, MemberData(nameof(Operations))]
    public async Task A_request_carries_every_member_under_its_name_and_is_signed(string name, string operation)
    {
        var service = Service.Named(name);
        var model = AwsModel.Of(name);
        await using var server = await LoopbackServer.Start(_ => new(200, service.EmptyReply(operation)));
        using var client = service.Connect(server.Url);
        var request = Sample(service.RequestOf(operation))!;

        await service.Call(client, operation, request);

        var call = Assert.Single(server.Calls);
        Assert.True(SignatureV4.IsValid(call, Service.Secret));
        var expected = Leaves(model, service.Wire, "", model.Input(operation)!).Order(StringComparer.Ordinal);
        var sent = service.Wire == Wire.Json ? JsonLeaves("", JsonNode.Parse(call.Body)!) : FormLeaves(call.Text, operation, model.Version);
        Assert.Equal(expected, sent.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Operations))]
    public async Task A_reply_is_read_to_the_last_member_and_unknown_members_are_passed_over(string name, string operation)
    {
        var service = Service.Named(name);
        var model = AwsModel.Of(name);
        var output = model.Output(operation);
        var expected = output is null ? [] : Json(model, output).AsObject();
        await using var server = await LoopbackServer.Start(_ => new Reply(200, FullReply(service.Wire, model, operation)).With("x-amzn-RequestId", "r-1"));
        using var client = service.Connect(server.Url);

        var response = await service.Call(client, operation);

        Assert.Equal("r-1", response.ResponseMetadata.RequestId);
        Assert.Equal(HttpStatusCode.OK, response.HttpStatusCode);
        Assert.Equal(Values("", expected).Order(StringComparer.Ordinal), Values("", response).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(AllOperations))]
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

    private static string FullReply(Wire wire, AwsModel model, string operation)
    {
        var output = model.Output(operation);
        if (wire == Wire.Json)
        {
            var members = output is null ? [] : Json(model, output).AsObject();
            members["aMemberOfNextYear"] = new JsonObject { ["x"] = new JsonArray(1, JsonValue.Create("two")) };
            return members.ToJsonString();
        }

        var result = (output is null ? "" : Xml(model, output)) + "<aMemberOfNextYear><x><item>two</item></x></aMemberOfNextYear>";
        return wire == Wire.Ec2
            ? $"<{operation}Response xmlns=\"http://example.com/\"><requestId>r-1</requestId>{result}</{operation}Response>"
            : $"<{operation}Response xmlns=\"http://example.com/\"><{operation}Result>{result}</{operation}Result><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></{operation}Response>";
    }

    /// <summary>The paths that a full request must have, with the kind of each value.</summary>
    private static IEnumerable<string> Leaves(AwsModel model, Wire wire, string path, string shape, bool inList = false)
    {
        return model.Type(shape) switch
        {
            "structure" => model.Members(shape).SelectMany(member => Leaves(model, wire, (path.Length == 0 ? "" : path + ".") + NameOf(member, wire), member.Shape)),
            "list" => new[] { 1, 2 }.SelectMany(index => Leaves(model, wire, path + Item(model, wire, shape) + index, model.Item(shape), inList: true)),
            "map" when wire == Wire.Query => Leaves(model, wire, path + ".entry.1.key", model.Key(shape)).Concat(Leaves(model, wire, path + ".entry.1.value", model.Value(shape))),
            "map" => Leaves(model, wire, path + "." + Odd, model.Value(shape), inList: true),
            "document" => [path + ".text String"],
            _ => [$"{path} {KindOf(model, shape, inList)}"],
        };
    }

    private static string Item(AwsModel model, Wire wire, string list) => wire switch { Wire.Query => $".{model.ItemName(list)}.", Wire.Ec2 => ".", _ => "#" };

    // EC2's names of a request are those of a reply with a capital letter.
    private static string NameOf(ModelMember member, Wire wire) =>
        wire == Wire.Ec2 ? char.ToUpperInvariant(member.Wire[0]) + member.Wire[1..] : member.Name;

    private static IEnumerable<string> JsonLeaves(string path, JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => JsonLeaves(path.Length == 0 ? member.Key : path + "." + member.Key, member.Value!)),
        JsonArray items => items.SelectMany((item, index) => JsonLeaves($"{path}#{index + 1}", item!)),
        _ => [path + " " + (node.GetValueKind() == System.Text.Json.JsonValueKind.String ? Kind((string)node!) : node.GetValueKind().ToString())],
    };

    private static IEnumerable<string> FormLeaves(string form, string operation, string version)
    {
        var fields = form.Split('&').Select(field => field.Split('=')).ToDictionary(field => field[0], field => Uri.UnescapeDataString(field[1]));
        Assert.True(fields.Remove("Action", out var action) && action == operation);
        Assert.True(fields.Remove("Version", out var sent) && sent == version);
        return fields.Select(field => $"{field.Key} {Kind(field.Value)}");
    }
}

using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Amazon.CloudFront;
using AWSSDK.Tests.Loopback;
using static AWSSDK.Tests.Aws.ModelSamples;

namespace AWSSDK.Tests.Aws;

/// <summary>What <see cref="WireContractTests"/> asks of bodies, for requests that are spread over method, path, query, headers and XML.</summary>
public sealed class RestContractTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Operations =>
        [.. Service.Operations.Where(pair => pair.Service.Wire == Wire.RestXml).Select(pair => (pair.Service.Model, pair.Operation.Name[..^"Async".Length]))];

    [Theory, MemberData(nameof(Operations))]
    public async Task A_request_carries_every_member_in_its_place_and_is_signed(string name, string operation)
    {
        var service = Service.Named(name);
        var model = AwsModel.Of(name);
        await using var server = await LoopbackServer.Start(_ => new(200, service.EmptyReply(operation)));
        using var client = service.Connect(server.Url);
        var request = Sample(service.RequestOf(operation))!;
        foreach (var header in model.Members(model.Input(operation)!).Where(member => member.Location == "header"))
        {
            request.GetType().GetProperty(header.Name)!.SetValue(request, OddHeader);
        }

        await service.Call(client, operation, request);

        var call = Assert.Single(server.Calls);
        Assert.True(SignatureV4.IsValid(call, Service.Secret));
        Assert.Equal(Expected(model, operation).Order(StringComparer.Ordinal), Sent(model, operation, call).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Operations))]
    public async Task A_reply_is_gathered_from_headers_and_body_and_unknown_members_are_passed_over(string name, string operation)
    {
        var service = Service.Named(name);
        var model = AwsModel.Of(name);
        var output = model.Output(operation)!;
        var payload = model.Members(output).Single(member => member.Name == model.Payload(output));
        var body = model.Type(payload.Shape) == "blob"
            ? Odd
            : $"<{payload.Wire} xmlns=\"http://example.com/\">{Xml(model, payload.Shape)}<AMemberOfNextYear><X>two</X></AMemberOfNextYear></{payload.Wire}>";
        var reply = new Reply(200, body).With("x-amzn-RequestId", "r-1").With("X-A-Header-Of-Next-Year", "three");
        var expected = new JsonObject { [payload.Name] = Json(model, payload.Shape) };
        foreach (var header in model.Members(output).Where(member => member.Location == "header"))
        {
            reply = reply.With(header.Wire, header.Wire switch { "Content-Type" => "application/x-odd", "Location" => "https://example.com/a%20b", _ => OddHeader });
            expected[header.Name] = reply.Headers[header.Wire];
        }

        await using var server = await LoopbackServer.Start(_ => reply);
        using var client = service.Connect(server.Url);

        var response = await service.Call(client, operation);

        Assert.Equal("r-1", response.ResponseMetadata.RequestId);
        Assert.Equal(HttpStatusCode.OK, response.HttpStatusCode);
        Assert.Equal(Values("", expected).Order(StringComparer.Ordinal), Values("", response).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_request_without_a_part_of_its_path_is_refused_before_it_is_sent(string? id)
    {
        await using var server = await LoopbackServer.Start(_ => Reply.Xml("<r/>"));
        using var cloudFront = (AmazonCloudFrontClient)Service.Named("cloudfront").Connect(server.Url);

        var error = await Assert.ThrowsAsync<AmazonCloudFrontException>(() => cloudFront.GetInvalidationAsync(new() { DistributionId = "E1", Id = id }, Ct));

        Assert.Equal("GetInvalidation was not sent: its request has no Id.", error.Message);
        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task An_invalidation_is_what_the_documentation_shows()
    {
        await using var server = await LoopbackServer.Start(_ => Reply.Xml("<Invalidation><Id>I1</Id></Invalidation>", 201).With("Location", "https://example.com/I1"));
        using var cloudFront = (AmazonCloudFrontClient)Service.Named("cloudfront").Connect(server.Url);

        var response = await cloudFront.CreateInvalidationAsync(
            new() { DistributionId = "E1", InvalidationBatch = new() { CallerReference = "7f3a1c2", Paths = new() { Quantity = 2, Items = ["/index.html", "/a&b\r\n*"] } } }, Ct);

        var call = Assert.Single(server.Calls);
        Assert.Equal(
            """<?xml version="1.0" encoding="utf-8"?><InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Paths><Quantity>2</Quantity><Items><Path>/index.html</Path><Path>/a&amp;b&#xD;"""
            + "\n" + """*</Path></Items></Paths><CallerReference>7f3a1c2</CallerReference></InvalidationBatch>""",
            call.Text);
        Assert.Equal(("POST", "/2020-05-31/distribution/E1/invalidation", "application/xml"), (call.Method, call.PathAndQuery, call.Headers["Content-Type"]));
        Assert.Equal(("I1", "https://example.com/I1", HttpStatusCode.Created), (response.Invalidation!.Id, response.Location, response.HttpStatusCode));
    }

    [Fact]
    public async Task A_body_of_optional_members_that_is_null_empty_or_set_is_absent_empty_or_there()
    {
        await using var server = await LoopbackServer.Start(_ => Reply.Xml("<FunctionSummary/>"));
        using var cloudFront = (AmazonCloudFrontClient)Service.Named("cloudfront").Connect(server.Url);

        await cloudFront.UpdateFunctionAsync(new() { Name = "rewrite", IfMatch = "E2" }, Ct);
        await cloudFront.UpdateFunctionAsync(
            new() { Name = "rewrite", FunctionConfig = new() { Comment = "", KeyValueStoreAssociations = new() { Items = [] } }, FunctionCode = new(Encoding.UTF8.GetBytes("é")) }, Ct);

        Assert.Equal(["", "<UpdateFunctionRequest><FunctionConfig><Comment></Comment><KeyValueStoreAssociations><Items /></KeyValueStoreAssociations></FunctionConfig><FunctionCode>w6k=</FunctionCode></UpdateFunctionRequest>"],
            server.Calls.Select(call => call.Text.Replace("""<?xml version="1.0" encoding="utf-8"?>""", "", StringComparison.Ordinal).Replace(" xmlns=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task White_space_between_elements_is_nothing_and_within_a_text_is_kept()
    {
        await using var server = await LoopbackServer.Start(_ => Reply.Xml("<DistributionConfig>\n  <Comment> </Comment>\n  <Aliases>\n    <Quantity> 1 </Quantity>\n    <Items>\n      <CNAME>a\n b</CNAME>\n    </Items>\n  </Aliases>\n</DistributionConfig>\n"));
        using var cloudFront = (AmazonCloudFrontClient)Service.Named("cloudfront").Connect(server.Url);

        var config = (await cloudFront.GetDistributionConfigAsync(new() { Id = "E1" }, Ct)).DistributionConfig!;

        Assert.Equal((" ", 1), (config.Comment, config.Aliases!.Quantity));
        Assert.Equal(["a\n b"], config.Aliases.Items);
    }

    /// <summary>What a full request must be: method and path, then every value with where it stands.</summary>
    private static IEnumerable<string> Expected(AwsModel model, string operation)
    {
        var (method, path) = model.Http(operation);
        var input = model.Input(operation)!;
        var members = model.Members(input).ToList();
        yield return members.Where(member => member.Location == "uri").Aggregate($"{method} {path}", (line, member) => line.Replace($"{{{member.Wire}}}", Uri.EscapeDataString(Odd), StringComparison.Ordinal));

        foreach (var member in members.Where(member => member.Location is "querystring" or "header"))
        {
            yield return $"{member.Location} {member.Wire} {KindOf(model, member.Shape, inList: false)}";
        }

        var bodied = members.Where(member => member.Location is null).ToList();
        if (model.Payload(input) is { } payload)
        {
            bodied = [.. model.Members(bodied.Single().Shape)];
            yield return "root " + payload;
        }
        else if (bodied.Count > 0)
        {
            yield return $"root {operation}Request";
        }

        foreach (var leaf in bodied.SelectMany(member => Leaves(model, member.Wire, member.Shape)))
        {
            yield return leaf;
        }
    }

    private static IEnumerable<string> Leaves(AwsModel model, string path, string shape, bool inList = false) => model.Type(shape) switch
    {
        "structure" => model.Members(shape).SelectMany(member => Leaves(model, $"{path}.{member.Wire}", member.Shape)),
        "list" => Enumerable.Repeat(Leaves(model, $"{path}.{model.ItemName(shape)}", model.Item(shape), inList: true), 2).SelectMany(leaves => leaves),
        _ => [$"{path} {KindOf(model, shape, inList)}"],
    };

    private static IEnumerable<string> Sent(AwsModel model, string operation, Call call)
    {
        var parts = call.PathAndQuery.Split('?');
        yield return $"{call.Method} {parts[0]}";

        foreach (var field in parts.Skip(1).SelectMany(query => query.Split('&')).Select(field => field.Split('=')))
        {
            yield return $"querystring {field[0]} {Kind(Uri.UnescapeDataString(field[1]))}";
        }

        foreach (var header in model.Members(model.Input(operation)!).Where(member => member.Location == "header" && call.Headers.ContainsKey(member.Wire)))
        {
            yield return $"header {header.Wire} {Kind(call.Headers[header.Wire])}";
        }

        if (call.Body.Length == 0)
        {
            yield break;
        }

        var root = XDocument.Load(new MemoryStream(call.Body), LoadOptions.PreserveWhitespace).Root!;
        Assert.Equal("application/xml", call.Headers["Content-Type"]);
        Assert.All(root.DescendantsAndSelf(), element => Assert.Equal("http://cloudfront.amazonaws.com/doc/2020-05-31/", element.Name.NamespaceName));
        yield return "root " + root.Name.LocalName;
        foreach (var leaf in root.Elements().SelectMany(element => Leaves("", element)))
        {
            yield return leaf;
        }
    }

    private static IEnumerable<string> Leaves(string path, XElement element) =>
        element.HasElements
            ? element.Elements().SelectMany(child => Leaves(path + element.Name.LocalName + ".", child))
            : [$"{path}{element.Name.LocalName} {Kind(element.Value)}"];
}

using System.Text.Json.Nodes;
using Slipway.Rehearsal.Iam;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.S3;

namespace Slipway.Rehearsal.Faults;

/// <summary>Calls over the wire, in each protocol, to small services and to S3.</summary>
public sealed class CallFaultTests : IAsyncLifetime
{
    private static readonly string[] Services = ["ecs", "elasticloadbalancing", "monitoring", "s3"];

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _carriedOut = [];
    private readonly FaultSwitches _switches = new(new RehearsalTime(TimeProvider.System, 60));
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });
    private Buckets _buckets = null!;
    private ApiServer _server = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _buckets = new Buckets(_folder.Path, TimeProvider.System);
        _server = await ApiServer.Start(
            [Echo("ecs"), Echo("elasticloadbalancing"), Echo("monitoring")], [new S3Api(_buckets, TimeProvider.System, caller => caller.Account)],
            new CallFaults(_switches, caller => $"arn:aws:iam::{caller.Account}:root", new RehearsalTime(TimeProvider.System, 60)),
            ConfinedRoles.None, LoopbackSocket.Bind(0), new FaultRoutes(_switches, Services).Map, Ct);

        EchoApi Echo(string service) => new(service, (operation, _, _) =>
        {
            lock (_carriedOut)
                _carriedOut.Add($"{service}:{operation}");
            return [];
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _buckets.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("throttle", "ecs", "400 ThrottlingException: Rate exceeded")]
    [InlineData("throttle", "elasticloadbalancing", "400 Throttling: Rate exceeded")]
    [InlineData("throttle", "monitoring", "400 Throttling: Rate exceeded")]
    [InlineData("throttle", "s3", "503 SlowDown: Please reduce your request rate.")]
    [InlineData("error", "ecs", "500 InternalFailure: The request processing has failed because of an unknown error, exception or failure.")]
    [InlineData("error", "elasticloadbalancing", "500 InternalFailure: The request processing has failed because of an unknown error, exception or failure.")]
    [InlineData("error", "s3", "500 InternalError: We encountered an internal error. Please try again.")]
    [InlineData("deny", "ecs", "400 AccessDeniedException: User: arn:aws:iam::111122223333:root is not authorized to perform: ecs:Do because no identity-based policy allows the ecs:Do action")]
    [InlineData("deny", "elasticloadbalancing", "403 AccessDenied: User: arn:aws:iam::111122223333:root is not authorized to perform: elasticloadbalancing:Do because no identity-based policy allows the elasticloadbalancing:Do action")]
    [InlineData("deny", "monitoring", "403 AccessDenied: User: arn:aws:iam::111122223333:root is not authorized to perform: cloudwatch:Do because no identity-based policy allows the cloudwatch:Do action")]
    [InlineData("deny", "s3", "403 AccessDenied: Access Denied")]
    public async Task A_call_is_refused_in_the_words_of_its_service_as_often_as_was_asked_for(string kind, string service, string refusal)
    {
        await Put($$"""[{"operation": "{{service}}:*", "kind": "{{kind}}", "count": 2}]""");

        Assert.Equal(refusal, await Call(service));
        Assert.Equal(refusal, await Call(service));
        Assert.Empty(_carriedOut);

        Assert.Equal("200", await Call(service));
        Assert.Equal((2, true), await State());
    }

    [Fact]
    public async Task Other_calls_are_not_touched()
    {
        await Put("""[{"operation": "ecs:Do", "kind": "error"}]""");

        Assert.Equal(["200", "200"], [await Call("ecs", "DoMore"), await Call("s3")]);
        Assert.Equal(["ecs:DoMore"], _carriedOut);
        Assert.Equal((0, false), await State());
    }

    [Theory]
    [InlineData("before", "ecs", 0)]
    [InlineData("after", "ecs", 1)]
    [InlineData("before", "elasticloadbalancing", 0)]
    [InlineData("after", "monitoring", 1)]
    public async Task A_connection_is_closed_without_an_answer_before_or_after_the_call(string when, string service, int carriedOut)
    {
        await Put($$"""[{"operation": "{{service}}:Do", "kind": "reset", "when": "{{when}}", "count": 1}]""");

        await Assert.ThrowsAsync<HttpRequestException>(() => Call(service));

        Assert.Equal(carriedOut, _carriedOut.Count);
        Assert.Equal("200", await Call(service));
    }

    [Theory]
    [InlineData("before", "404 NoSuchBucket: The specified bucket does not exist")]
    [InlineData("after", "200")]
    public async Task Also_of_S3_which_answers_by_itself(string when, string then)
    {
        await Put($$"""[{"operation": "s3:CreateBucket", "kind": "reset", "when": "{{when}}"}]""");

        await Assert.ThrowsAsync<HttpRequestException>(() => S3(HttpMethod.Put, "made"));

        await Put("[]");
        Assert.Equal(then, await S3(HttpMethod.Get, "made?location"));
    }

    [Fact]
    public async Task A_call_is_held_back_in_real_time_and_then_carried_out()
    {
        await Put("""[{"operation": "ecs:*", "kind": "delay", "milliseconds": 300}, {"operation": "ecs:*", "kind": "throttle", "skip": 1}]""");
        var began = TimeProvider.System.GetTimestamp();

        Assert.Equal("200", await Call("ecs"));

        Assert.True(TimeProvider.System.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(290));
        Assert.Equal("400 ThrottlingException: Rate exceeded", await Call("ecs"));
    }

    [Fact]
    public async Task What_is_on_is_told_and_refused_faults_change_nothing_and_all_is_switched_off()
    {
        const string fault = """{"operation":"ecs:Do","kind":"throttle","seed":1}""";
        Assert.Equal("[]", await Send(HttpMethod.Get, null));
        Assert.Equal($$"""[{"fault":{{fault}},"hits":0,"over":false}]""", await Put($"[{fault}]"));
        await Call("ecs");

        var (status, body) = await Reply(HttpMethod.Put, """[{"operation": "ecs:Do", "kind": "throttle", "count": "3"}]""");
        Assert.Equal(
            (400, "The faults were not switched; those of before are on as they were.\n  fault 1: count must be a whole number from 1 to 2147483647, found \"3\""),
            (status, JsonNode.Parse(body)!["message"]!.GetValue<string>()));
        Assert.Equal($$"""[{"fault":{{fault}},"hits":1,"over":false}]""", await Send(HttpMethod.Get, null));

        Assert.Equal("[]", await Send(HttpMethod.Delete, null));
        Assert.Equal("200", await Call("ecs"));
    }

    private Task<string> Put(string faults) => Send(HttpMethod.Put, faults);

    private async Task<string> Send(HttpMethod method, string? body)
    {
        var (status, text) = await Reply(method, body);
        Assert.True(status == 200, text);
        return text;
    }

    private async Task<(int Status, string Body)> Reply(HttpMethod method, string? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(_server.Endpoint, "/_slipway/faults")) { Content = body is null ? null : new StringContent(body) };
        using var response = await _http.SendAsync(request, Ct);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Ct));
    }

    private async Task<(int Hits, bool Over)> State()
    {
        var fault = JsonNode.Parse(await Send(HttpMethod.Get, null))![0]!;
        return (fault["hits"]!.GetValue<int>(), fault["over"]!.GetValue<bool>());
    }

    /// <summary>Status, and code and message of an error, of a call in the protocol that the service speaks.</summary>
    private async Task<string> Call(string service, string operation = "Do")
    {
        if (service == "s3")
            return await S3(HttpMethod.Get, "");

        using var request = Signed(service, HttpMethod.Post, service == "monitoring" ? $"service/CloudWatch/operation/{operation}" : "");
        if (service == "monitoring")
            request.Headers.Add("smithy-protocol", "rpc-v2-cbor");
        else if (service == "ecs")
            request.Headers.Add("X-Amz-Target", $"Ecs.{operation}");

        request.Content = service switch
        {
            "monitoring" => new ByteArrayContent([]),
            "ecs" => new StringContent("{}"),
            _ => new StringContent($"Action={operation}&Version=2015-12-01"),
        };
        using var response = await _http.SendAsync(request, Ct);
        var body = await response.Content.ReadAsByteArrayAsync(Ct);
        return (int)response.StatusCode switch
        {
            200 => "200",
            var status when service == "elasticloadbalancing" => Xml(status, System.Text.Encoding.UTF8.GetString(body)),
            var status => JsonNode.Parse(service == "ecs" ? body : CborReader.ToJson(body))! is var error ? $"{status} {error["__type"]}: {error["message"]}" : "",
        };
    }

    private async Task<string> S3(HttpMethod method, string path)
    {
        using var request = Signed("s3", method, path);
        using var response = await _http.SendAsync(request, Ct);
        return response.IsSuccessStatusCode ? "200" : Xml((int)response.StatusCode, await response.Content.ReadAsStringAsync(Ct));
    }

    private HttpRequestMessage Signed(string service, HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(_server.Endpoint, path));
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential=111122223333/20260102/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature={new string('0', 64)}");
        return request;
    }

    private static string Xml(int status, string body)
    {
        var error = System.Xml.Linq.XElement.Parse(body).DescendantsAndSelf().First(element => element.Element("Code") is not null);
        return $"{status} {error.Element("Code")!.Value}: {error.Element("Message")!.Value}";
    }
}

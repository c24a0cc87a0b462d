using System.Net;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Protocols;

/// <summary>botocore, which validates replies, speaks each protocol to a small service.</summary>
public sealed class ProtocolTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, 500, TimeSpan.Zero);

    [Theory]
    [InlineData("")]
    [InlineData("smithy-rpc-v2-cbor")]
    [InlineData("json")]
    [InlineData("query")]
    public async Task Botocore_reads_results_and_errors_in_every_protocol(string protocol)
    {
        await using var server = await ApiServer.Start([new EchoApi("monitoring", CloudWatch)], TestContext.Current.CancellationToken);

        await new AwsCli(server.Endpoint).Python("Protocols/cloudwatch.py", protocol.Length == 0 ? [] : [protocol]);
    }

    [Fact]
    public async Task A_request_is_refused_in_the_form_of_its_protocol()
    {
        await using var server = await ApiServer.Start([new EchoApi("ecs", (_, _, _) => [])], TestContext.Current.CancellationToken);
        using var client = new HttpClient();

        Assert.Equal(
            (403, """{"__type":"MissingAuthenticationTokenException","message":"Missing Authentication Token"}"""),
            await Send(client, server, null, "ecs.ListClusters", "{}"));
        Assert.Equal(
            (400, """{"__type":"SerializationException","message":"Start of structure or map not found where expected."}"""),
            await Send(client, server, "ecs", "ecs.ListClusters", "[]"));
        Assert.Equal(
            (404, """{"__type":"UnknownServiceException","message":"The rehearsal cloud has no service sqs; it has ecs."}"""),
            await Send(client, server, "sqs", "sqs.SendMessage", "{}"));

        var (status, xml) = await Send(client, server, "ecs", null, "Version=1");
        Assert.Equal(400, status);
        Assert.StartsWith("<ErrorResponse><Error><Type>Sender</Type><Code>MissingAction</Code>", xml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_are_counted_by_service_and_operation_and_a_bug_is_told_as_one()
    {
        await using var server = await ApiServer.Start(
            [new EchoApi("ecs", (_, _, _) => throw new InvalidOperationException("broken here"))], TestContext.Current.CancellationToken);
        using var client = new HttpClient();

        var (status, body) = await Send(client, server, "ecs", "ecs.UpdateService", "{}");
        await Send(client, server, "ecs", "ecs.UpdateService", "{}");

        Assert.Equal(500, status);
        Assert.Contains("A bug in the rehearsal cloud: System.InvalidOperationException: broken here", body, StringComparison.Ordinal);
        Assert.Equal("""{"ecs:UpdateService":2}""", await client.GetStringAsync(new Uri(server.Endpoint, "/_slipway/calls"), TestContext.Current.CancellationToken));
        Assert.Equal("""{"status":"ok","services":["ecs"]}""", await client.GetStringAsync(new Uri(server.Endpoint, "/_slipway/health"), TestContext.Current.CancellationToken));
    }

    private static async Task<(int Status, string Body)> Send(HttpClient client, ApiServer server, string? service, string? target, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Endpoint) { Content = new StringContent(body) };
        if (target is not null)
            request.Headers.Add("X-Amz-Target", target);

        if (service is not null)
        {
            request.Headers.TryAddWithoutValidation(
                "Authorization", $"AWS4-HMAC-SHA256 Credential=k/20260102/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature={new string('0', 64)}");
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static JsonObject CloudWatch(string operation, JsonObject input, Caller caller)
    {
        switch (operation)
        {
            case "GetMetricData":
                var query = input.Objects("MetricDataQueries").Single();
                var stat = query.RequiredObject("MetricStat");
                var dimension = stat.RequiredObject("Metric").Objects("Dimensions").Single();
                Assert.Equal(Time.AddMilliseconds(-500), input.OptionalTime("StartTime"));
                return new JsonObject
                {
                    ["MetricDataResults"] = new JsonArray(new JsonObject
                    {
                        ["Id"] = query.RequiredString("Id"),
                        ["Label"] = $"{dimension.RequiredString("Value")} {stat.RequiredInt("Period")} {(query.OptionalBool("ReturnData") == false ? "false" : "?")}",
                        ["Timestamps"] = new JsonArray(JsonValue.Create(Time)),
                        ["Values"] = new JsonArray(3.0, -2.5, 1e20),
                        ["StatusCode"] = "Complete",
                        ["Messages"] = null,
                    }),
                };
            case "PutMetricData":
                Assert.Equal(200, input.Objects("MetricData").Count);
                return [];
            case "DescribeAlarms":
                throw new AwsError("ResourceNotFound", "no\u0001 alarms", HttpStatusCode.NotFound);
            default:
                throw AwsError.UnknownOperation(operation);
        }
    }
}

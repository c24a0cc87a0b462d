using System.Collections.Concurrent;
using System.Text;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.Runtime;
using Amazon.Runtime.EventStreams;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using AWSSDK.Tests.Loopback;
using Task = System.Threading.Tasks.Task;

namespace AWSSDK.Tests.Aws;

/// <summary>A pipeline customizer that knows nothing of the built-in clients, as it would meet the official ones.</summary>
[Collection(nameof(ProcessEnvironment))]
public sealed class PipelineTests
{
    [Fact]
    public async Task Calls_are_counted_by_service_and_operation()
    {
        var counts = new ConcurrentDictionary<string, int>();
        using var customizer = new Customizer((type, pipeline) => pipeline.AddHandlerAfter<Marshaller>(new Counter(type, counts)));
        await using var server = await LoopbackServer.Start(_ => Reply.Json("{}"));
        using var ecs = Service.Named("ecs").Connect(server.Url);
        using var logs = Service.Named("logs").Connect(server.Url);

        await Service.Named("ecs").Call(ecs, "DescribeServices");
        await Service.Named("ecs").Call(ecs, "DescribeServices");
        await Service.Named("logs").Call(logs, "CreateLogGroup");

        Assert.Equal(
            ["AmazonCloudWatchLogsClient CloudWatch Logs CreateLogGroupRequest 1", "AmazonECSClient ECS DescribeServicesRequest 2"],
            counts.Select(count => $"{count.Key} {count.Value}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ecs", "DescribeClusters", "{}", "{\"clusters\":[]}")]
    [InlineData("elbv2", "DescribeRules", "Action=DescribeRules&Version=2015-12-01", "<r><DescribeRulesResult/></r>")]
    public async Task The_raw_request_and_the_raw_reply_can_be_read(string name, string operation, string request, string reply)
    {
        var recorder = new BodyRecorder(replacement: null);
        using var customizer = new Customizer((_, pipeline) => pipeline.AddHandlerBefore<Signer>(recorder));
        using var customizerOfReplies = new Customizer((_, pipeline) => pipeline.AddHandlerAfter<Unmarshaller>(recorder.Replies));
        await using var server = await LoopbackServer.Start(_ => new(200, reply));
        using var client = Service.Named(name).Connect(server.Url);

        var response = await Service.Named(name).Call(client, operation);

        Assert.Equal((request, reply), (recorder.Request, recorder.Replies.Body));
        Assert.Equal(200, (int)response.HttpStatusCode);
    }

    [Fact]
    public async Task A_replaced_body_is_signed_and_sent_in_place_of_the_first()
    {
        using var customizer = new Customizer((_, pipeline) =>
            pipeline.AddHandlerAfter<Marshaller>(new BodyRecorder(replacement: """{"cluster":"replaced"}""")));
        await using var server = await LoopbackServer.Start(call => SignatureV4.IsValid(call, Service.Secret) ? Reply.Json("{}") : Reply.Json("{}", 403));
        using var client = (AmazonECSClient)Service.Named("ecs").Connect(server.Url);

        await client.DescribeServicesAsync(new DescribeServicesRequest { Cluster = "first" }, TestContext.Current.CancellationToken);

        Assert.Equal("""{"cluster":"replaced"}""", Assert.Single(server.Calls).Text);
    }

    private sealed class Customizer : IRuntimePipelineCustomizer, IDisposable
    {
        private readonly Action<Type, RuntimePipeline> _customize;

        public Customizer(Action<Type, RuntimePipeline> customize)
        {
            _customize = customize;
            RuntimePipelineCustomizerRegistry.Instance.Register(this);
        }

        public string UniqueName { get; } = Guid.NewGuid().ToString();

        public void Customize(Type type, RuntimePipeline pipeline) => _customize(type, pipeline);

        public void Dispose() => RuntimePipelineCustomizerRegistry.Instance.Deregister(this);
    }

    private sealed class Counter(Type client, ConcurrentDictionary<string, int> counts) : PipelineHandler
    {
        public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var context = executionContext.RequestContext;
            counts.AddOrUpdate($"{client.Name} {context.ServiceMetaData.ServiceId} {context.RequestName}", 1, (_, count) => count + 1);
            return base.InvokeAsync<T>(executionContext);
        }
    }

    private sealed class BodyRecorder(string? replacement) : PipelineHandler
    {
        public string? Request { get; private set; }

        public ReplyRecorder Replies { get; } = new();

        public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var request = executionContext.RequestContext.Request;
            Request = Encoding.UTF8.GetString(request.Content);
            request.Content = replacement is null ? request.Content : Encoding.UTF8.GetBytes(replacement);
            return base.InvokeAsync<T>(executionContext);
        }
    }

    private sealed class ReplyRecorder : PipelineHandler
    {
        public string? Body { get; private set; }

        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var result = await base.InvokeAsync<T>(executionContext);
            var original = executionContext.ResponseContext.HttpResponse;
            using var reader = new StreamReader(await original.ResponseBody.OpenResponseAsync());
            Body = await reader.ReadToEndAsync();
            executionContext.ResponseContext.HttpResponse = new Buffered(original, Encoding.UTF8.GetBytes(Body));
            return result;
        }
    }

    private sealed class Buffered(IWebResponseData original, byte[] body) : IWebResponseData, IHttpResponseBody
    {
        public long ContentLength => body.Length;

        public string ContentType => original.ContentType;

        public System.Net.HttpStatusCode StatusCode => original.StatusCode;

        public bool IsSuccessStatusCode => original.IsSuccessStatusCode;

        public IHttpResponseBody ResponseBody => this;

        public string[] GetHeaderNames() => original.GetHeaderNames();

        public bool IsHeaderPresent(string headerName) => original.IsHeaderPresent(headerName);

        public string GetHeaderValue(string headerName) => original.GetHeaderValue(headerName);

        public IEventStreamHeader GetEventStreamHeader(string headerName) => original.GetEventStreamHeader(headerName);

        public bool IsEventHeaderPresent(string headerName) => original.IsEventHeaderPresent(headerName);

        public Stream OpenResponse() => new MemoryStream(body);

        public Task<Stream> OpenResponseAsync() => Task.FromResult(OpenResponse());

        public void Dispose() => original.ResponseBody.Dispose();
    }
}

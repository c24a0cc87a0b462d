using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;
using Slipway.Processes;
using Slipway.Rehearsal.Ecs;
using Slipway.Rehearsal.Engine;
using Slipway.Rehearsal.Logs;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.S3;
using Slipway.Rehearsal.Tests.Engine;
using MemoryStore = Slipway.Rehearsal.LoadBalancing.MemoryStore;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>CloudFront in this process, its buckets in memory and its clock in the test's hands; viewers come by HTTP.</summary>
internal sealed class EdgeCloud : IAsyncDisposable
{
    public static readonly Caller Caller = new("key", "111122223333", "us-east-1");

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None });

    private EdgeCloud(MemoryStore store, double speed) => (Store, Time) = (store, new(Clock, speed));

    public MemoryStore Store { get; }

    public ManualTime Clock { get; } = new();

    public FakeBuckets Buckets { get; } = new();

    public EdgeNetwork Network { get; private set; } = null!;

    public WrittenLogs Logs { get; } = new();

    public RehearsalTime Time { get; }

    /// <param name="machine">Null: one that has no packages.</param>
    public static async Task<EdgeCloud> Start(MemoryStore? store = null, Func<string, string?>? onPath = null, Machine? machine = null, double speed = 1)
    {
        var cloud = new EdgeCloud(store ?? new MemoryStore(), speed);
        var engines = new ScriptEngines(
            new SystemProcesses(TimeProvider.System), Path.Combine(cloud._folder.Path, "engine"), EngineFixture.Packages,
            machine ?? new Machine(true, "none", "Test Linux"), onPath ?? ScriptEngines.OnPath);
        var functions = new EdgeFunctions(engines, Path.Combine(cloud._folder.Path, "functions"), TimeProvider.System);
        cloud.Network = await EdgeNetwork.Start(cloud.Store, cloud.Buckets, functions, cloud.Logs, cloud.Time, TestContext.Current.CancellationToken);
        return cloud;
    }

    public Task<Reply> Call(Operation operation, XElement? body = null, string? ifMatch = null, string? id = null, string? name = null, params (string, string)[] query) => Network.Change(
        operation,
        new RestCall(
            Caller, Time, new Dictionary<string, string> { ["Id"] = id ?? "", ["DistributionId"] = id ?? "", ["Name"] = name ?? "" },
            key => query.FirstOrDefault(pair => pair.Item1 == key).Item2, ifMatch, body, Port: () => 0),
        TestContext.Current.CancellationToken);

    public async Task<AwsError> Refused(Operation operation, XElement? body = null, string? ifMatch = null, string? id = null, string? name = null) =>
        await Assert.ThrowsAsync<AwsError>(() => Call(operation, body, ifMatch, id, name));

    /// <summary>A distribution that is deployed.</summary>
    public async Task<TestDistribution> Distribute(XElement config)
    {
        var created = await Call(DistributionOperations.Create, config);
        Clock.Advance(Time.Scaled(DistributionOperations.Propagation));
        return new TestDistribution(created.Body!.Element("Id")!.Value, new Uri($"http://{created.Body.Element("DomainName")!.Value}"));
    }

    /// <summary>Changes a config and lets it be deployed.</summary>
    public async Task Change(TestDistribution distribution, Action<XElement> change)
    {
        var config = await Call(DistributionOperations.GetConfig, id: distribution.Id);
        change(config.Body!);
        await Call(DistributionOperations.Update, config.Body, config.ETag, distribution.Id);
        Clock.Advance(DistributionOperations.Propagation);
    }

    public async Task Invalidate(TestDistribution distribution, params string[] paths)
    {
        await Call(InvalidationOperations.Create, Config.Invalidation($"{Guid.NewGuid()}", paths), id: distribution.Id);
        Clock.Advance(InvalidationOperations.Duration);
    }

    /// <summary>Publishes a function; its ARN.</summary>
    public async Task<string> Publish(string name, string code)
    {
        var created = await Call(FunctionOperations.Create, Config.Function(name, code));
        await Call(FunctionOperations.Publish, ifMatch: created.ETag, name: name);
        return created.Body!.Element("FunctionMetadata")!.Element("FunctionARN")!.Value;
    }

    /// <param name="headers">Such as <c>Accept-Encoding: br</c>.</param>
    public Task<Seen> Get(TestDistribution distribution, string path, params string[] headers) => Send(HttpMethod.Get, distribution, path, headers);

    public async Task<Seen> Send(HttpMethod method, TestDistribution distribution, string path, params string[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri($"{distribution.Url.ToString().TrimEnd('/')}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        foreach (var header in headers)
            request.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
        if (method == HttpMethod.Post)
            request.Content = new StringContent("posted", Encoding.UTF8, MediaTypeHeaderValue.Parse("text/plain"));

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return new Seen(
            (int)response.StatusCode, response.Headers.TryGetValues("X-Cache", out var cache) ? cache.Single().Replace(" from cloudfront", "", StringComparison.Ordinal) : "",
            await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken),
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }

    public async ValueTask DisposeAsync()
    {
        await Network.DisposeAsync();
        _client.Dispose();
        _folder.Dispose();
    }
}

/// <summary>Logs as lines: group, a bar, and the message without the request's id.</summary>
internal sealed class WrittenLogs : ILogStreams
{
    public List<string> Lines { get; } = [];

    public bool GroupExists(string group) => true;

    public void EnsureGroup(string group)
    {
    }

    public void Append(string group, string stream, DateTimeOffset at, string message) => Lines.Add($"{group} | {message.Split(' ', 2)[1]}");

    public DateTimeOffset? Last(string group, string stream) => null;
}

internal sealed record TestDistribution(string Id, Uri Url);

internal sealed record Seen(int Status, string Cache, byte[] Bytes, IReadOnlyDictionary<string, string> Headers)
{
    public string Body => Encoding.UTF8.GetString(Bytes);

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>Such as <c>200 Hit v1</c>.</summary>
    public override string ToString() => $"{Status} {Cache} {Body}";
}

/// <summary>Buckets in memory. A key that is not there is 403, as for a distribution without s3:ListBucket.</summary>
internal sealed class FakeBuckets : IOriginBuckets
{
    private readonly Dictionary<string, (string Body, string ETag, Dictionary<string, string> Headers)> _objects = [];

    public List<string> Asked { get; } = [];

    /// <summary>What a missing key is answered with.</summary>
    public int Missing { get; set; } = 403;

    /// <summary>The ARN that may read; null: everybody may.</summary>
    public string? Reader { get; set; }

    /// <param name="headers">Such as <c>Cache-Control: no-store</c>.</param>
    public void Put(string key, string body, params string[] headers) => _objects[$"site/{key}"] = (
        body, $"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(body)))}\"",
        headers.ToDictionary(header => header.Split(": ")[0], header => header.Split(": ", 2)[1], StringComparer.OrdinalIgnoreCase));

    public void Delete(string key) => _objects.Remove($"site/{key}");

    public OriginAnswer Get(string bucket, string key, string? distribution, string? noneMatch)
    {
        lock (Asked)
            Asked.Add($"{key}{(noneMatch is null ? "" : " if changed")}");

        if (Reader is not null && Reader != distribution)
            return Error(403, "AccessDenied");
        if (!_objects.TryGetValue($"{bucket}/{key}", out var found))
            return Error(Missing, Missing == 404 ? "NoSuchKey" : "AccessDenied");

        var headers = new Dictionary<string, string>(found.Headers, StringComparer.OrdinalIgnoreCase)
        {
            ["ETag"] = found.ETag,
            ["Last-Modified"] = "Wed, 31 Dec 2025 00:00:00 GMT",
            ["Content-Length"] = $"{Encoding.UTF8.GetByteCount(found.Body)}",
        };
        headers.TryAdd("Content-Type", key.EndsWith(".html", StringComparison.Ordinal) ? "text/html" : "application/javascript");
        return noneMatch == found.ETag ? new OriginAnswer(304, headers, () => Stream.Null) : new OriginAnswer(200, headers, () => new MemoryStream(Encoding.UTF8.GetBytes(found.Body)));
    }

    private static OriginAnswer Error(int status, string code)
    {
        var body = Encoding.UTF8.GetBytes($"<Error><Code>{code}</Code></Error>");
        return new OriginAnswer(status, new Dictionary<string, string> { ["Content-Type"] = "application/xml", ["Content-Length"] = $"{body.Length}" }, () => new MemoryStream(body));
    }
}

using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Ecr;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.S3;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.Iam;

/// <summary>Roles whose policies are enforced, over HTTP.</summary>
public sealed class ConfinedRoleTests : IAsyncLifetime
{
    private const string Role = "arn:aws:iam::000000000000:role/deployer";

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly List<string> _carriedOut = [];
    private ApiServer _server = null!;
    private Buckets _buckets = null!;
    private RegistryTokens _tokens = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _buckets = new Buckets(Path.Combine(_folder.Path, "s3"), TimeProvider.System);
        var state = new FileStateStore(Path.Combine(_folder.Path, "state"));
        // The first letter of a key decides whether its holder took the role.
        var roles = new ConfinedRoles(caller => caller.AccessKey.StartsWith('A') ? Role : null, _ => "arn:aws:sts::000000000000:assumed-role/deployer/me");
        _tokens = new RegistryTokens(state, TimeProvider.System);
        var (repositories, blobs) = (new Repositories(state), new BlobStore(Path.Combine(_folder.Path, "registry")));
        repositories.Add(new Repository("shop/web", "000000000000", "us-east-1", DateTimeOffset.UnixEpoch));
        var registry = new OciRegistry(new BlobRoutes(repositories, blobs), new ManifestRoutes(repositories, blobs, TimeProvider.System), _tokens, roles);
        _server = await ApiServer.Start(
            [Echo("ecs"), Echo("elasticloadbalancing")], [new S3Api(_buckets, TimeProvider.System, caller => caller.Account)], new NoCallFaults(), roles, LoopbackSocket.Bind(0),
            routes =>
            {
                registry.Map(routes);
                new RoleRoutes(roles).Map(routes);
            },
            Ct);

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

    [Fact]
    public async Task A_call_that_the_policy_does_not_allow_is_refused_in_the_words_of_its_service_and_not_carried_out()
    {
        await Confine("""{"Effect":"Allow","Action":"ecs:Describe*","Resource":"arn:aws:ecs:us-east-1:000000000000:service/shop/*"}""");

        Assert.Equal((200, ""), await Ecs("DescribeServices", """{"cluster":"shop","services":["web"]}"""));
        Assert.Equal(
            (400, "AccessDeniedException: User: arn:aws:sts::000000000000:assumed-role/deployer/me is not authorized to perform: ecs:UpdateService on resource: arn:aws:ecs:us-east-1:000000000000:service/shop/web because no identity-based policy allows the ecs:UpdateService action"),
            await Ecs("UpdateService", """{"cluster":"shop","service":"web"}"""));
        Assert.Equal(400, (await Ecs("DescribeServices", """{"cluster":"other","services":["web"]}""")).Status);
        var (status, body) = await Send("elasticloadbalancing", "AKEY", "Action=DescribeRules&Version=2015-12-01");
        Assert.Equal((403, true), (status, body.Contains("<Code>AccessDenied</Code>", StringComparison.Ordinal)));
        Assert.Equal(["ecs:DescribeServices"], _carriedOut);
    }

    [Fact]
    public async Task Who_took_no_such_role_may_do_everything_and_so_may_all_once_the_policies_are_taken_away()
    {
        await Confine("""{"Effect":"Deny","Action":"*","Resource":"*"}""");
        Assert.Equal(400, (await Ecs("UpdateService", "{}")).Status);
        Assert.Equal(200, (await Ecs("UpdateService", "{}", "000000000000")).Status);

        await _http.DeleteAsync(new Uri(_server.Endpoint, "/_slipway/roles"), Ct);
        Assert.Equal(200, (await Ecs("UpdateService", "{}")).Status);
    }

    [Fact]
    public async Task What_is_asked_of_a_service_that_is_not_there_is_judged_all_the_same()
    {
        await Confine("""{"Effect":"Allow","Action":"ec2:DescribeSubnets","Resource":"*"}""");

        Assert.Contains("UnknownServiceException", (await Send("ec2", "AKEY", "Action=DescribeSubnets")).Body, StringComparison.Ordinal);
        var (status, body) = await Send("ec2", "AKEY", "Action=DescribeVpcEndpoints");
        Assert.Equal((403, true), (status, body.Contains("<Code>UnauthorizedOperation</Code>", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Objects_need_the_role_s_policy_as_well_as_that_of_the_bucket_and_each_key_is_judged_by_itself()
    {
        using var owner = S3Server.Client(_server.Endpoint);
        await owner.PutBucketAsync("site", Ct);
        await owner.Put("a/1", "one");
        await owner.Put("b/1", "two");
        await Confine(
            """{"Effect":"Allow","Action":["s3:GetObject","s3:DeleteObject"],"Resource":"arn:aws:s3:::site/a/*","Condition":{"StringEquals":{"aws:ResourceAccount":"000000000000"}}}""");
        using var role = S3Server.Client(_server.Endpoint, "ASIA000000000000ABCDEFGH");

        Assert.Equal("one", await role.Get("a/1"));
        Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied"), await ClientSteps.Refused(() => role.Get("b/1")));
        // Whoever may not list does not learn what is missing.
        Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied"), await ClientSteps.Refused(() => role.Get("a/2")));
        Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied"), await ClientSteps.Refused(() => role.Put("a/3", "three")));
        var deleted = await Assert.ThrowsAsync<Amazon.S3.DeleteObjectsException>(() => role.DeleteObjectsAsync(
            new() { BucketName = "site", Objects = [new() { Key = "a/1" }, new() { Key = "b/1" }] }, Ct));
        Assert.Equal(["b/1 AccessDenied"], deleted.Response.DeleteErrors.Select(error => $"{error.Key} {error.Code}"));
        Assert.Equal(["b/1"], await owner.Keys());
    }

    [Fact]
    public async Task What_docker_does_needs_the_permissions_of_ECR_s_calls()
    {
        await Confine("""{"Effect":"Allow","Action":["ecr:InitiateLayerUpload","ecr:UploadLayerPart","ecr:CompleteLayerUpload"],"Resource":"arn:aws:ecr:us-east-1:000000000000:repository/shop/*"}""");
        using var docker = new RegistryClient(_server.Endpoint, _tokens.Issue(new Caller("ASIA000000000000ABCDEFGH", "000000000000", "us-east-1")).Password);

        var pushed = await docker.PushImage("shop/web", "v1", "layer");

        Assert.Equal((403, "DENIED"), pushed.Error);
        Assert.Contains("ecr:PutImage on resource: arn:aws:ecr:us-east-1:000000000000:repository/shop/web", pushed.Text, StringComparison.Ordinal);
        using var engine = new RegistryClient(_server.Endpoint, _tokens.Issue("000000000000").Password);
        Assert.Equal(201, (await engine.PushImage("shop/web", "v1", "layer")).Status);
    }

    [Fact]
    public async Task What_a_role_asked_for_is_told_and_kept_while_its_policy_stays()
    {
        const string reads = """{"Effect":"Allow","Action":"ecs:DescribeServices","Resource":"*"}""";
        await Confine(reads);
        await Ecs("DescribeServices", """{"cluster":"shop","services":["web"]}""");
        await Ecs("DeleteService", """{"cluster":"shop","service":"web"}""");

        string[] asked = ["ecs:DeleteService arn:aws:ecs:us-east-1:000000000000:service/shop/web False", "ecs:DescribeServices arn:aws:ecs:us-east-1:000000000000:service/shop/web True"];
        Assert.Equal(asked, Asked(await Confine(reads)));
        Assert.Equal([], Asked(await Confine("""{"Effect":"Allow","Action":"*","Resource":"*"}""")));
    }

    [Theory]
    [InlineData("{}", "It is no list.")]
    [InlineData("""[{"role":"deployer","policy":{}}]""", "Each must be")]
    [InlineData("""[{"role":"arn:aws:iam::000000000000:role/a","policy":{"Version":"2012-10-17"}}]""", "Missing required field Statement")]
    [InlineData("""[{"role":"arn:aws:iam::000000000000:role/a","policy":{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}}]""", "should not specify a principal")]
    [InlineData("""[{"role":"arn:aws:iam::000000000000:role/a","policy":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Odd":{"a":"b"}}}}}]""", "Invalid Condition type : Odd")]
    public async Task A_list_that_is_not_sound_is_refused_and_what_was_enforced_stays(string body, string reason)
    {
        await Confine("""{"Effect":"Deny","Action":"*","Resource":"*"}""");

        using var answer = await _http.PutAsync(new Uri(_server.Endpoint, "/_slipway/roles"), new StringContent(body), Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(reason, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(400, (await Ecs("UpdateService", "{}")).Status);
    }

    private static IEnumerable<string> Asked(JsonArray shown) => shown.Single()!["asked"]!.AsArray().Select(one => $"{one!["action"]} {one["resource"]} {one["allowed"]!.GetValue<bool>()}");

    private async Task<JsonArray> Confine(string statement)
    {
        var body = $$"""[{"role":"{{Role}}","policy":{"Version":"2012-10-17","Statement":[{{statement}}]} }]""";
        using var answer = await _http.PutAsync(new Uri(_server.Endpoint, "/_slipway/roles"), new StringContent(body), Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!.AsArray();
    }

    /// <summary>Status, and code and message of an error.</summary>
    private async Task<(int Status, string Error)> Ecs(string operation, string input, string key = "AKEY")
    {
        var (status, body) = await Send("ecs", key, input, $"AmazonEC2ContainerServiceV20141113.{operation}");
        var answer = JsonNode.Parse(body)!;
        return (status, status == 200 ? "" : $"{answer["__type"]}: {answer["message"]}");
    }

    private async Task<(int Status, string Body)> Send(string service, string key, string body, string? target = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _server.Endpoint)
        {
            Content = new StringContent(body, Encoding.UTF8, target is null ? "application/x-www-form-urlencoded" : "application/x-amz-json-1.1"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={key}/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature={new string('0', 64)}");
        if (target is not null)
            request.Headers.Add("X-Amz-Target", target);

        using var answer = await _http.SendAsync(request, Ct);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }
}

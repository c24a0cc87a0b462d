using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AWSSDK.Tests.Loopback;
using Slipway.Aws;
using Slipway.Releases;
using Slipway.Sites;
using Slipway.Sites.Transfer;

namespace Slipway.Tests.Sites.Transfer;

/// <summary>Against answers that S3 gives rarely.</summary>
public sealed class S3WireTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly AccessKey Key = new("AKIA", "secret", "token");
    private static readonly SiteHeaders Headers = new("text/html; charset=utf-8", "public, must-revalidate, max-age=0, s-maxage=86400");

    private readonly AwsCalls _calls = new();
    private readonly QuickTime _time = new();
    private S3Wire? _wire;

    public void Dispose() => _wire?.Dispose();

    [Fact]
    public async Task What_is_sent_is_what_was_signed_for_any_key()
    {
        await using var server = await LoopbackServer.Start(_ => Written());
        var objects = Objects(server.Url);
        IReadOnlyList<string> keys = [.. WireKeys.Odd, .. WireKeys.Dotted];

        foreach (var key in keys)
            Assert.Equal("etag", await objects.Put("bucket", key, Body("text"), Headers, new PutCondition.IfAbsent(), Ct));

        Assert.Equal(keys.Select(key => $"/bucket/{KeyText.Path(key)}"), server.Calls.Select(call => call.PathAndQuery));
        Assert.All(server.Calls, call => Assert.Equal(call.Headers["Authorization"], SignerTests.SignedAgain(call, Key, "us-east-1")));
        var sent = server.Calls[0];
        Assert.Equal(
            ["text", Headers.ContentType, Headers.CacheControl, "*", Body("text").Sha256, "token", "4"],
            [sent.Text, .. new[] { "Content-Type", "Cache-Control", "If-None-Match", "X-Amz-Content-SHA256", "X-Amz-Security-Token", "Content-Length" }.Select(name => sent.Headers[name])]);
        Assert.DoesNotContain("Expect", sent.Headers.Keys);
        Assert.DoesNotContain("Traceparent", sent.Headers.Keys);
    }

    [Theory]
    [InlineData(503, "SlowDown", 16)]
    [InlineData(500, "InternalError", 16)]
    [InlineData(409, "ConditionalRequestConflict", 32)]
    public async Task What_may_pass_is_sent_again_and_counted_once(int status, string code, int limit)
    {
        var failures = 3;
        await using var server = await LoopbackServer.Start(_ => failures-- > 0 ? Refused(status, code) : Written());

        Assert.Equal("etag", await Objects(server.Url).Put("bucket", "key", Body("text"), Headers, new PutCondition.IfAbsent(), Ct));

        Assert.Equal(4, server.Calls.Count);
        Assert.All(server.Calls, call => Assert.Equal("text", call.Text));
        Assert.Equal(["s3:PutObject 1"], _calls.Counts.Select(call => $"{call.Key} {call.Value}"));
        Assert.Equal(3, _time.Pauses.Count);
        Assert.True(_wire!.Limit.Now <= limit);
        Assert.True(limit == RequestLimit.First || _wire.Limit.Now < RequestLimit.First);
    }

    [Fact]
    public async Task What_will_not_pass_is_told_with_the_words_of_S3()
    {
        await using var server = await LoopbackServer.Start(_ => Refused(403, "AccessDenied"));

        var refusal = await Assert.ThrowsAsync<S3Refusal>(() => Objects(server.Url).Put("bucket", "key", Body("text"), Headers, new PutCondition.Always(), Ct));

        Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied", "Because.", "4442587FB7D0A2F9"), (refusal.Status, refusal.Code, refusal.Message, refusal.RequestId));
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task A_server_that_keeps_failing_is_given_up_after_ten_attempts()
    {
        await using var server = await LoopbackServer.Start(_ => new Reply(503, "<html>busy</html>", "text/html"));

        var refusal = await Assert.ThrowsAsync<S3Refusal>(() => Objects(server.Url).Head("bucket", "key", Ct));

        Assert.Equal("ServiceUnavailable", refusal.Code);
        Assert.Equal(Retries.Attempts, server.Calls.Count);
        Assert.Equal(RequestLimit.Least, _wire!.Limit.Now);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_told_after_four_attempts()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();

        await Assert.ThrowsAsync<HttpRequestException>(() => Objects($"http://127.0.0.1:{port}").Head("bucket", "key", Ct));

        Assert.Equal(3, _time.Pauses.Count);
    }

    [Theory]
    [InlineData(400, "AuthorizationHeaderMalformed", "<Region>eu-west-3</Region>", null)]
    [InlineData(301, "PermanentRedirect", "", "eu-west-3")]
    public async Task A_bucket_in_another_region_is_followed_and_remembered(int status, string code, string detail, string? header)
    {
        await using var server = await LoopbackServer.Start(call => SignatureV4.ScopeOf(call.Headers["Authorization"]).Region == "eu-west-3" ? Written()
            : header is null ? Refused(status, code, detail) : Refused(status, code, detail).With("x-amz-bucket-region", header));
        var objects = Objects(server.Url);

        await objects.Put("bucket", "one", Body("text"), Headers, new PutCondition.Always(), Ct);
        await objects.Put("bucket", "two", Body("text"), Headers, new PutCondition.Always(), Ct);

        Assert.Equal(
            ["us-east-1 /bucket/one", "eu-west-3 /bucket/one", "eu-west-3 /bucket/two"],
            server.Calls.Select(call => $"{SignatureV4.ScopeOf(call.Headers["Authorization"]).Region} {call.PathAndQuery}"));
    }

    [Fact]
    public async Task Regions_that_send_to_each_other_come_to_an_end()
    {
        await using var server = await LoopbackServer.Start(call =>
            Refused(400, "AuthorizationHeaderMalformed", $"<Region>{(SignatureV4.ScopeOf(call.Headers["Authorization"]).Region == "eu-west-3" ? "us-east-1" : "eu-west-3")}</Region>"));

        await Assert.ThrowsAsync<S3Refusal>(() => Objects(server.Url).Put("bucket", "key", Body("text"), Headers, new PutCondition.Always(), Ct));

        Assert.Equal(3, server.Calls.Count);
    }

    [Fact]
    public async Task A_wrong_clock_is_put_right_by_the_servers()
    {
        var theirs = _time.GetUtcNow().AddHours(2);
        await using var server = await LoopbackServer.Start(call => call.Headers["X-Amz-Date"] == theirs.ToString("yyyyMMdd'T'HHmmss'Z'")
            ? Written() : Refused(403, "RequestTimeTooSkewed").With("Date", theirs.ToString("r")));
        var objects = Objects(server.Url);

        await objects.Put("bucket", "one", Body("text"), Headers, new PutCondition.Always(), Ct);
        Assert.Equal("etag", (await objects.Head("bucket", "two", Ct))!.ETag);

        Assert.Equal(3, server.Calls.Count);
    }

    [Fact]
    public async Task A_success_that_ends_as_a_failure_is_one()
    {
        var answers = new ConcurrentQueue<string>(["<Error><Code>InternalError</Code><Message>Try again.</Message></Error>", "<CopyObjectResult><ETag>\"new\"</ETag></CopyObjectResult>"]);
        await using var server = await LoopbackServer.Start(_ => Reply.Xml(answers.TryDequeue(out var answer) ? answer : "<Error><Code>PreconditionFailed</Code></Error>"));
        var objects = Objects(server.Url);

        Assert.Equal("new", await objects.Copy("bucket", "a b", "old", "bucket", "a b", Headers, Ct));
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Assert.ThrowsAsync<S3Refusal>(() => objects.Copy("bucket", "a b", "old", "bucket", "a b", null, Ct))).Status);

        Assert.Equal(
            ["/bucket/a%20b", "\"old\"", "REPLACE", Headers.CacheControl],
            new[] { "x-amz-copy-source", "x-amz-copy-source-if-match", "x-amz-metadata-directive", "Cache-Control" }.Select(name => server.Calls[0].Headers[name]));
        Assert.Equal("COPY", server.Calls[2].Headers["x-amz-metadata-directive"]);
        Assert.DoesNotContain("Cache-Control", server.Calls[2].Headers.Keys);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var wire = Wire($"http://{silent.LocalEndpoint}");

        var error = await Assert.ThrowsAsync<OperationCanceledException>(() => wire.Send(
            new S3Call("HeadObject", HttpMethod.Head, "bucket", "key") { Patience = TimeSpan.FromMilliseconds(50) }, (_, _) => ValueTask.FromResult(true), Ct));

        Assert.Equal("there was no progress for 0.05 seconds", error.Message);
        Assert.IsType<TimeoutException>(error.InnerException);
    }

    [Fact]
    public async Task A_run_that_is_stopped_waits_for_nothing()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var stop = new CancellationTokenSource();
        var head = Objects($"http://{silent.LocalEndpoint}").Head("bucket", "key", stop.Token);
        using (await silent.AcceptSocketAsync(Ct))
            await stop.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => head);
        Assert.IsNotType<TimeoutException>(error.InnerException);
        Assert.Empty(_time.Pauses);
    }

    [Fact]
    public async Task A_write_that_was_sent_is_waited_for_since_it_may_be_carried_out_in_any_case()
    {
        using var stop = new CancellationTokenSource();
        await using var server = await LoopbackServer.Start(_ =>
        {
            stop.Cancel();
            return Written();
        });
        var objects = Objects(server.Url);

        Assert.Equal("etag", await objects.Put("bucket", "key", Body("text"), Headers, new PutCondition.Always(), stop.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => objects.Put("bucket", "other", Body("text"), Headers, new PutCondition.Always(), stop.Token));
        Assert.Single(server.Calls);
    }

    [Theory]
    [InlineData("copied")]
    [InlineData("deleted")]
    public async Task So_is_a_write_that_has_no_body(string how)
    {
        using var stop = new CancellationTokenSource();
        await using var server = await LoopbackServer.Start(_ =>
        {
            stop.Cancel();
            return how == "copied" ? Reply.Xml("<CopyObjectResult><ETag>\"etag\"</ETag></CopyObjectResult>") : new Reply(204, "");
        });
        var objects = Objects(server.Url);

        Task write = how == "copied" ? objects.Copy("bucket", "key", "etag", "bucket", "key", Headers, stop.Token) : objects.Delete("bucket", "key", "etag", stop.Token);
        await write;

        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task A_write_that_was_sent_in_part_is_broken_off()
    {
        using var stop = new CancellationTokenSource();
        await using var server = await LoopbackServer.Start(_ => Written());
        var body = new SiteBody(() => new StoppingStream(512 * 1024, stop), 512 * 1024, new string('0', 64));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Objects(server.Url).Put("bucket", "key", body, Headers, new PutCondition.Always(), stop.Token));

        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_no_fault_of_the_network()
    {
        await using var server = await LoopbackServer.Start(_ => Written());
        var objects = Objects(server.Url);

        var gone = await Assert.ThrowsAsync<DeployException>(() => objects.Put(
            "bucket", "key", Body("text") with { Open = () => throw new FileNotFoundException("No such file.") }, Headers, new PutCondition.Always(), Ct));
        var shorter = await Assert.ThrowsAsync<DeployException>(() => objects.Put("bucket", "key", Body("text") with { Size = 5 }, Headers, new PutCondition.Always(), Ct));

        Assert.Equal(
            """
            key could not be read while it was being published. It was not written.
              reason  No such file.
              try     let the build come to its end, and check who may read the file; then deploy again
            """,
            gone.Message);
        Assert.StartsWith("key was changed while it was being published. It was not written.", shorter.Message, StringComparison.Ordinal);
        Assert.Empty(_time.Pauses);
    }

    [Fact]
    public async Task A_download_goes_on_where_its_connection_broke()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var read = new MemoryStream();
        var download = new Download(Wire($"http://{server.LocalEndpoint}"), "bucket", "key").To((piece, ct) => read.WriteAsync(piece, ct), Ct);

        var first = await Serve(server, "HTTP/1.1 200 OK\r\nETag: \"e\"\r\nContent-Length: 10\r\n\r\n0123");
        var second = await Serve(server, "HTTP/1.1 206 Partial Content\r\nETag: \"e\"\r\nContent-Length: 6\r\n\r\n456789");

        Assert.Equal("e", await download);
        Assert.Equal("0123456789", Encoding.UTF8.GetString(read.ToArray()));
        Assert.DoesNotContain("Range", first, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\r\nRange: bytes=4-\r\n", second, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\r\nIf-Match: \"e\"\r\n", second, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(501, "<Error><Code>NotImplemented</Code></Error>")]
    [InlineData(200, "<DeleteResult><Error><Key>a</Key><Code>NotImplemented</Code></Error><Error><Key>b</Key><Code>NotImplemented</Code></Error><Error><Key>c</Key><Code>NotImplemented</Code></Error></DeleteResult>")]
    public async Task Where_many_cannot_be_deleted_on_a_condition_they_are_deleted_one_by_one(int status, string answer)
    {
        await using var server = await LoopbackServer.Start(call => call.Method == "POST" ? Reply.Xml(answer, status)
            : call.PathAndQuery.EndsWith('b') ? Refused(412, "PreconditionFailed") : call.PathAndQuery.EndsWith('c') ? Refused(404, "NoSuchKey") : new Reply(204, ""));

        var result = await Deletes(server.Url).Run("bucket", [new("a", "1"), new("b", "2"), new("c", "3")], Ct);

        Assert.Equal(["b"], result.Others);
        Assert.Empty(result.Refused);
        Assert.Equal(["DELETE /bucket/a \"1\"", "DELETE /bucket/b \"2\"", "DELETE /bucket/c \"3\""], server.Calls.Skip(1).Select(call => $"{call.Method} {call.PathAndQuery} {call.Headers["If-Match"]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_many_deletes_those_that_failed_for_the_moment_are_sent_again()
    {
        var answers = new ConcurrentQueue<string>(
        [
            "<DeleteResult><Error><Key>a&amp;b</Key><Code>InternalError</Code></Error><Error><Key>c</Key><Code>PreconditionFailed</Code></Error><Error><Key>d</Key><Code>AccessDenied</Code><Message>No.</Message></Error></DeleteResult>",
            "<DeleteResult/>",
        ]);
        await using var server = await LoopbackServer.Start(_ => Reply.Xml(answers.TryDequeue(out var answer) ? answer : "<Error/>"));

        var result = await Deletes(server.Url).Run("bucket", [new("a&b", "1"), new("c", "2"), new("d", "3"), new("e", "4")], Ct);

        Assert.Equal(["c"], result.Others);
        Assert.Equal([("d", "AccessDenied", "No.")], result.Refused);
        Assert.Equal(
            "<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Object><Key>a&amp;b</Key><ETag>\"1\"</ETag></Object><Quiet>true</Quiet></Delete>",
            server.Calls[1].Text[(server.Calls[1].Text.IndexOf("?>", StringComparison.Ordinal) + 2)..]);
        Assert.Equal(
            Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(server.Calls[1].Body)), server.Calls[1].Headers["x-amz-checksum-sha256"]);
        Assert.Equal("/bucket?delete=", server.Calls[1].PathAndQuery);
    }

    private BatchDelete Deletes(string url) => new(Wire(url), new ObjectCalls(_wire!), _time);

    private static async Task<string> Serve(TcpListener server, string answer)
    {
        using var client = await server.AcceptTcpClientAsync(Ct);
        var buffer = new byte[8192];
        var text = new StringBuilder();
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            text.Append(Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer, Ct)));

        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer), Ct);
        return text.ToString();
    }

    /// <summary>Stops the run when the last of it is read.</summary>
    private sealed class StoppingStream(int size, CancellationTokenSource stop) : MemoryStream(new byte[size])
    {
        public override int Read(Span<byte> buffer)
        {
            var read = base.Read(buffer);
            if (Position == Length)
                stop.Cancel();

            return read;
        }
    }

    private ObjectCalls Objects(string url) => new(Wire(url));

    private S3Wire Wire(string url) => _wire = new S3Wire(
        bucket => S3Address.Of(new Uri($"{url}/{bucket}"), "us-east-1"), () => ValueTask.FromResult(Key), S3Wire.Connections(isLoopback: true), _calls, _time);

    private static Reply Written() => new Reply(200, "").With("ETag", "\"etag\"");

    private static Reply Refused(int status, string code, string detail = "") =>
        Reply.Xml($"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>Because.</Message>{detail}<RequestId>4442587FB7D0A2F9</RequestId></Error>", status);

    private static SiteBody Body(string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        return new SiteBody(() => new MemoryStream(content), content.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)));
    }
}

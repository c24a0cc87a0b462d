using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace Slipway.Rehearsal.LoadBalancing;

public sealed class ProxyTests : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Weights_split_requests_and_a_change_acts_at_once_and_every_request_is_counted()
    {
        await using var cloud = await Cloud.Start();
        await using var blue = await Backend.Start("blue");
        await using var green = await Backend.Start("green");
        var (balancer, blueGroup, greenGroup) = (await cloud.Balancer(), await cloud.Group("blue"), await cloud.Group("green"));
        var (listener, port) = await cloud.Listener(balancer, Cloud.Forward((blueGroup, 90), (greenGroup, 10)));
        await Serve(cloud, blueGroup, blue);
        await Serve(cloud, greenGroup, green);

        var before = await Ask(port, 500);
        Assert.InRange(before["green"], 25, 80);
        Assert.Equal(500, before["blue"] + before["green"]);

        await cloud.Call("ModifyListener", new { ListenerArn = listener, DefaultActions = new[] { Cloud.Forward((blueGroup, 0), (greenGroup, 100)) } });
        Assert.Equal([KeyValuePair.Create("green", 50)], await Ask(port, 50));

        Assert.Equal(550, cloud.Sum("RequestCount", balancer));
        Assert.Equal(before["blue"], cloud.Sum("RequestCount", balancer, blueGroup));
        Assert.Equal(before["green"] + 50, cloud.Sum("HTTPCode_Target_2XX_Count", balancer, greenGroup));
        Assert.Equal(550, cloud.Sum("TargetResponseTime", balancer, statistic: "SampleCount"));
        Assert.Equal(0, cloud.Sum("HTTPCode_ELB_5XX_Count", balancer));
    }

    [Fact]
    public async Task Rules_are_tried_in_order_of_priority()
    {
        await using var cloud = await Cloud.Start();
        await using var api = await Backend.Start("api");
        var (balancer, group) = (await cloud.Balancer(), await cloud.Group("api"));
        var (listener, port) = await cloud.Listener(balancer, new { Type = "fixed-response", FixedResponseConfig = new { StatusCode = "404", MessageBody = "nothing here", ContentType = "text/plain" } });
        await Rule(20, new { Field = "path-pattern", Values = new[] { "/api/*" } }, Cloud.Forward((group, 1)));
        await Rule(10, new { Field = "path-pattern", Values = new[] { "/api/old*" } }, new { Type = "redirect", RedirectConfig = new { StatusCode = "HTTP_302", Path = "/api/new" } });
        await Serve(cloud, group, api);

        Assert.Equal("api", await _client.GetStringAsync($"http://127.0.0.1:{port}/api/users"));
        using var redirect = await _client.GetAsync($"http://127.0.0.1:{port}/api/old?q=1");
        Assert.Equal($"302 http://127.0.0.1:{port}/api/new?q=1", $"{(int)redirect.StatusCode} {redirect.Headers.Location}");
        using var missing = await _client.GetAsync($"http://127.0.0.1:{port}/");
        Assert.Equal("404 nothing here text/plain", $"{(int)missing.StatusCode} {await missing.Content.ReadAsStringAsync()} {missing.Content.Headers.ContentType!.MediaType}");

        Assert.Equal((1, 1, 1), (cloud.Sum("RequestCount", balancer), cloud.Sum("HTTP_Redirect_Count", balancer), cloud.Sum("HTTP_Fixed_Response_Count", balancer)));

        Task Rule(int priority, object condition, object action) =>
            cloud.Call("CreateRule", new { ListenerArn = listener, Priority = $"{priority}", Conditions = new[] { condition }, Actions = new[] { action } });
    }

    [Fact]
    public async Task The_host_and_the_path_stay_and_the_way_is_told_in_headers()
    {
        await using var cloud = await Cloud.Start();
        await using var web = await Backend.Start("web");
        var (balancer, group) = (await cloud.Balancer(), await cloud.Group("web"));
        var (_, port) = await cloud.Listener(balancer, Cloud.Forward((group, 1)));
        await Serve(cloud, group, web);

        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/headers");
        request.Headers.Host = "chat.example.org";
        request.Headers.Add("X-Forwarded-For", "192.0.2.1");
        using var response = await _client.SendAsync(request);
        var headers = (await response.Content.ReadAsStringAsync()).Split('\n');

        Assert.Contains("Host: chat.example.org", headers);
        Assert.Contains("X-Forwarded-For: 192.0.2.1, 127.0.0.1", headers);
        Assert.Contains("X-Forwarded-Proto: http", headers);
        Assert.Contains($"X-Forwarded-Port: {port}", headers);
        Assert.Contains(headers, header => header.StartsWith("X-Amzn-Trace-Id: Root=1-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_targets_it_is_503_when_the_target_hangs_up_502_and_when_it_is_silent_504()
    {
        await using var cloud = await Cloud.Start();
        await using var web = await Backend.Start("web");
        var (balancer, group) = (await cloud.Balancer(), await cloud.Group("web"));
        var (_, port) = await cloud.Listener(balancer, Cloud.Forward((group, 1)));

        Assert.Equal(503, await Status("/"));
        await Serve(cloud, group, web);
        await cloud.Call("ModifyLoadBalancerAttributes", new { LoadBalancerArn = balancer, Attributes = new[] { new { Key = "idle_timeout.timeout_seconds", Value = "1" } } });

        Assert.Equal(502, await Status("/hang-up"));
        Assert.Equal(504, await Status("/hang"));
        Assert.Equal(418, await Status("/status/418"));
        Assert.Equal(500, await Status("/status/500"));

        Assert.Equal(3, cloud.Sum("HTTPCode_ELB_5XX_Count", balancer));
        Assert.Equal((1, 1, 1), (cloud.Sum("HTTPCode_ELB_502_Count", balancer), cloud.Sum("HTTPCode_ELB_503_Count", balancer), cloud.Sum("HTTPCode_ELB_504_Count", balancer)));
        Assert.Equal((1, 1), (cloud.Sum("HTTPCode_Target_4XX_Count", balancer, group), cloud.Sum("HTTPCode_Target_5XX_Count", balancer, group)));
        Assert.Equal(4, cloud.Sum("RequestCount", balancer, group));

        async Task<int> Status(string path)
        {
            using var response = await _client.GetAsync($"http://127.0.0.1:{port}{path}");
            return (int)response.StatusCode;
        }
    }

    [Fact]
    public async Task Requests_go_on_when_a_target_is_killed()
    {
        await using var cloud = await Cloud.Start();
        await using var first = await Backend.Start("first");
        await using var second = await Backend.Start("second");
        var (balancer, group) = (await cloud.Balancer(), await cloud.Group("web", interval: 60));
        var (_, port) = await cloud.Listener(balancer, Cloud.Forward((group, 1)));
        await Serve(cloud, group, first);
        await Serve(cloud, group, second);
        Assert.Equal(2, (await Ask(port, 20)).Count);

        await first.Kill();

        // Also a body reaches the other target whole: nothing of it was sent to the dead one.
        for (var i = 0; i < 50; i++)
        {
            using var echo = await _client.PostAsync($"http://127.0.0.1:{port}/echo", new StringContent($"body {i}"));
            Assert.Equal($"OK body {i}", $"{echo.StatusCode} {await echo.Content.ReadAsStringAsync()}");
        }

        Assert.True(cloud.Sum("TargetConnectionErrorCount", balancer, group) > 0);
        Assert.Equal(0, cloud.Sum("HTTPCode_ELB_5XX_Count", balancer));
        await cloud.Until(group, first.Target, "unhealthy");
        Assert.Equal("Target.FailedHealthChecks", cloud.Balancers.Health(group, first.Target).Reason);
    }

    [Fact]
    public async Task An_ill_target_gets_no_requests_until_all_are_ill()
    {
        await using var cloud = await Cloud.Start();
        await using var well = await Backend.Start("well");
        await using var ill = await Backend.Start("ill");
        ill.HealthCode = 500;
        var (balancer, group) = (await cloud.Balancer(), await cloud.Group("web"));
        var (_, port) = await cloud.Listener(balancer, Cloud.Forward((group, 1)));
        await Serve(cloud, group, well);
        cloud.Balancers.Register(group, ill.Target, ill.Endpoint);
        await cloud.Until(group, ill.Target, "unhealthy");

        var shown = await cloud.Call("DescribeTargetHealth", new { TargetGroupArn = group, Targets = new[] { new { Id = ill.Target.Ip } } });
        Assert.Equal(
            """{"State":"unhealthy","Reason":"Target.ResponseCodeMismatch","Description":"Health checks failed with these codes: [500]"}""",
            shown["TargetHealthDescriptions"]![0]!["TargetHealth"]!.ToJsonString());
        Assert.Equal([KeyValuePair.Create("well", 20)], await Ask(port, 20));
        await Cloud.Wait(() => cloud.Sum("UnHealthyHostCount", balancer, group, "Maximum") == 1 && cloud.Sum("HealthyHostCount", balancer, group, "Maximum") == 1, "host counts");

        well.HealthCode = 503;
        await cloud.Until(group, well.Target, "unhealthy");
        Assert.Equal(2, (await Ask(port, 20)).Count);

        // An unhealthy target needs the whole healthy threshold.
        ill.HealthCode = 200;
        await cloud.Until(group, ill.Target, "healthy");
        Assert.Equal([KeyValuePair.Create("ill", 20)], await Ask(port, 20));
    }

    [Fact]
    public async Task A_websocket_stays_while_its_target_drains_and_is_then_aborted()
    {
        await using var cloud = await Cloud.Start();
        await using var old = await Backend.Start("old");
        await using var next = await Backend.Start("next");
        var (balancer, group) = (await cloud.Balancer(), await cloud.Group("web"));
        var (_, port) = await cloud.Listener(balancer, Cloud.Forward((group, 1)));
        await cloud.Call("ModifyTargetGroupAttributes", new { TargetGroupArn = group, Attributes = new[] { new { Key = "deregistration_delay.timeout_seconds", Value = "120" } } });
        await Serve(cloud, group, old);

        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new($"ws://127.0.0.1:{port}/ws"), TestContext.Current.CancellationToken);
        Assert.Equal("one", await Echo(socket, "one"));

        await Serve(cloud, group, next);
        cloud.Balancers.Deregister(group, old.Target);

        Assert.Equal(new TargetHealth("draining", "Target.DeregistrationInProgress", "Target deregistration is in progress"), cloud.Balancers.Health(group, old.Target));
        Assert.Equal([KeyValuePair.Create("next", 20)], await Ask(port, 20));
        Assert.Equal("two", await Echo(socket, "two"));

        // 120 seconds of AWS are two here.
        var started = TimeProvider.System.GetTimestamp();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        await Assert.ThrowsAnyAsync<WebSocketException>(async () => await socket.ReceiveAsync(new byte[10], limit.Token));
        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0.5, 10);
        await Cloud.Wait(() => cloud.Balancers.Health(group, old.Target).Reason == "Target.NotRegistered", "the end of draining");
        Assert.Equal("next", await _client.GetStringAsync($"http://127.0.0.1:{port}/"));
    }

    [Fact]
    public async Task A_client_sticks_to_its_group_whatever_the_weights_say_and_to_its_target()
    {
        await using var cloud = await Cloud.Start(speed: 1);
        await using var blue = await Backend.Start("blue");
        await using var green1 = await Backend.Start("green1");
        await using var green2 = await Backend.Start("green2");
        var (balancer, blueGroup, greenGroup) = (await cloud.Balancer(), await cloud.Group("blue"), await cloud.Group("green"));
        await cloud.Call("ModifyTargetGroupAttributes", new { TargetGroupArn = greenGroup, Attributes = new[] { new { Key = "stickiness.enabled", Value = "true" } } });
        var (listener, port) = await cloud.Listener(balancer, Sticky(0, 1));
        foreach (var (group, backend) in new[] { (blueGroup, blue), (greenGroup, green1), (greenGroup, green2) })
            await Serve(cloud, group, backend);

        using var first = await _client.GetAsync($"http://127.0.0.1:{port}/");
        var mine = await first.Content.ReadAsStringAsync();
        var cookies = first.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]).ToList();
        Assert.Equal(["AWSALBTG", "AWSALBTGCORS", "AWSALB", "AWSALBCORS"], cookies.Select(cookie => cookie.Split('=')[0]));

        await cloud.Call("ModifyListener", new { ListenerArn = listener, DefaultActions = new[] { Sticky(1, 0) } });

        Assert.Equal([KeyValuePair.Create(mine, 20)], await Ask(port, 20, string.Join("; ", cookies)));
        Assert.Equal([KeyValuePair.Create("blue", 20)], await Ask(port, 20));

        object Sticky(int blueWeight, int greenWeight) => new
        {
            Type = "forward",
            ForwardConfig = new
            {
                TargetGroups = new[] { new { TargetGroupArn = blueGroup, Weight = blueWeight }, new { TargetGroupArn = greenGroup, Weight = greenWeight } },
                TargetGroupStickinessConfig = new { Enabled = "true", DurationSeconds = "600" },
            },
        };
    }

    [Fact]
    public async Task All_comes_back_after_a_restart()
    {
        var store = new MemoryStore();
        await using var web = await Backend.Start("web");
        int port;
        string group, before;
        await using (var cloud = await Cloud.Start(store))
        {
            var balancer = await cloud.Balancer();
            group = await cloud.Group("web");
            (_, port) = await cloud.Listener(balancer, Cloud.Forward((group, 1)));
            cloud.Balancers.Register(group, web.Target, web.Endpoint);
            before = await Everything(cloud, balancer);
        }

        await using var again = await Cloud.Start(store);
        await again.Until(group, web.Target, "healthy");
        Assert.Equal("web", await _client.GetStringAsync($"http://127.0.0.1:{port}/"));
        Assert.Equal(before, await Everything(again, again.Balancers.State.LoadBalancers[0].Arn));

        static async Task<string> Everything(Cloud cloud, string balancer) => string.Join('\n',
            await cloud.Call("DescribeLoadBalancers", new { }), await cloud.Call("DescribeTargetGroups", new { }),
            await cloud.Call("DescribeListeners", new { LoadBalancerArn = balancer }),
            await cloud.Call("DescribeRules", new { ListenerArn = cloud.Balancers.State.Listeners[0].Arn }));
    }

    [Fact]
    public async Task A_listener_moves_and_goes_while_others_go_on()
    {
        await using var cloud = await Cloud.Start();
        var balancer = await cloud.Balancer();
        var (moving, oldPort) = await cloud.Listener(balancer, Says("moving"));
        var (_, otherPort) = await cloud.Listener(balancer, Says("other"));
        var newPort = Cloud.FreePort();

        await cloud.Call("ModifyListener", new { ListenerArn = moving, Port = newPort });
        Assert.Equal("moving", await _client.GetStringAsync($"http://127.0.0.1:{newPort}/"));
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.GetStringAsync($"http://127.0.0.1:{oldPort}/"));

        await cloud.Call("DeleteListener", new { ListenerArn = moving });
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.GetStringAsync($"http://127.0.0.1:{newPort}/"));
        Assert.Equal("other", await _client.GetStringAsync($"http://127.0.0.1:{otherPort}/"));

        static object Says(string text) => new { Type = "fixed-response", FixedResponseConfig = new { StatusCode = "200", MessageBody = text } };
    }

    private static async Task Serve(Cloud cloud, string group, Backend backend)
    {
        cloud.Balancers.Register(group, backend.Target, backend.Endpoint);
        await cloud.Until(group, backend.Target, "healthy");
    }

    /// <summary>How often each target answered.</summary>
    private async Task<SortedDictionary<string, int>> Ask(int port, int times, string? cookie = null)
    {
        var answers = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < times; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}/");
            if (cookie is not null)
                request.Headers.Add("Cookie", cookie);
            using var response = await _client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var name = await response.Content.ReadAsStringAsync();
            answers[name] = answers.GetValueOrDefault(name) + 1;
        }

        return answers;
    }

    private static async Task<string> Echo(ClientWebSocket socket, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, limit.Token);
        var buffer = new byte[100];
        var message = await socket.ReceiveAsync(buffer, limit.Token);
        return Encoding.UTF8.GetString(buffer, 0, message.Count);
    }
}

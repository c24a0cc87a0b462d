using System.Net;
using Amazon.CloudWatch.Model;
using Amazon.ECS.Model;
using Amazon.Runtime;
using AWSSDK.Tests.Loopback;
using Task = System.Threading.Tasks.Task;

namespace AWSSDK.Tests.Aws;

/// <summary>Every way a call can fail: the exception, and how often the call was tried.</summary>
public sealed class ErrorTests
{
    private const int Attempts = 3;

    public static TheoryData<string, string> Modelled =>
    [
        .. Service.All.SelectMany(service => service.Interface.Assembly.GetExportedTypes()
            .Where(type => type.Namespace == service.Namespace + ".Model" && type.IsSubclassOf(typeof(AmazonServiceException)))
            .Select(type => (service.Model, type.Name))),
    ];

    [Theory, MemberData(nameof(Modelled))]
    public async Task An_error_of_the_service_is_thrown_as_its_exception(string name, string exception)
    {
        var service = Service.Named(name);
        var model = AwsModel.Of(name);
        var shape = model.Operations.SelectMany(model.Errors).Distinct().Single(shape => ModelContractTests.ExceptionName(shape) == exception);
        var code = service.Wire == Wire.Json ? shape : model.ErrorCode(shape) ?? shape;
        await using var server = await LoopbackServer.Start(_ => Errors.Reply(service, 400, code, "What was wrong."));
        using var client = service.Connect(server.Url, configure: config => config.MaxErrorRetry = 0);

        var error = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => service.Call(client, FirstOperation(service)));

        Assert.Equal((exception, "What was wrong.", code, HttpStatusCode.BadRequest), (error.GetType().Name, error.Message, error.ErrorCode, error.StatusCode));
    }

    [Theory]
    [InlineData("ecs", 400, "ThrottlingException", Attempts)]
    [InlineData("elbv2", 400, "Throttling", Attempts)]
    [InlineData("ecs", 500, "ServerException", Attempts)]
    [InlineData("elbv2", 503, "ServiceUnavailable", Attempts)]
    [InlineData("cloudwatch", 500, "InternalServiceFault", Attempts)]
    [InlineData("ecs", 400, "ClusterNotFoundException", 1)]
    [InlineData("ecs", 400, "ExpiredTokenException", 1)]
    [InlineData("elbv2", 403, "ExpiredToken", 1)]
    [InlineData("elbv2", 403, "SignatureDoesNotMatch", 1)]
    [InlineData("cloudfront", 503, "ServiceUnavailable", Attempts)]
    [InlineData("cloudfront", 400, "Throttling", Attempts)]
    [InlineData("cloudfront", 412, "PreconditionFailed", 1)]
    [InlineData("cloudfront", 400, "InvalidIfMatchVersion", 1)]
    [InlineData("ec2", 503, "RequestLimitExceeded", Attempts)]
    [InlineData("ec2", 403, "UnauthorizedOperation", 1)]
    [InlineData("iam", 400, "Throttling", Attempts)]
    [InlineData("iam", 404, "NoSuchEntity", 1)]
    [InlineData("rds", 400, "Throttling", Attempts)]
    [InlineData("rds", 400, "InvalidDBInstanceState", 1)]
    public async Task What_may_pass_is_tried_again_within_a_bound_and_what_cannot_is_not(string name, int status, string code, int attempts)
    {
        var service = Service.Named(name);
        await using var server = await LoopbackServer.Start(_ => Errors.Reply(service, status, code, "No."));
        using var client = service.Connect(server.Url);

        var error = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => service.Call(client, FirstOperation(service)));

        Assert.Equal((code, "No.", attempts), (error.ErrorCode, error.Message, server.Calls.Count));
        Assert.IsAssignableFrom(service.Interface.Assembly.GetType($"{service.Namespace}.{service.Client.Name[..^"Client".Length]}Exception")!, error);
    }

    [Theory]
    [InlineData("ecs")]
    [InlineData("elbv2")]
    [InlineData("cloudfront")]
    public async Task A_service_that_recovers_is_not_an_error(string name)
    {
        var service = Service.Named(name);
        var answers = 0;
        await using var server = await LoopbackServer.Start(_ => Interlocked.Increment(ref answers) < Attempts
            ? Errors.Reply(service, 500, "InternalFailure", "A moment.")
            : new(200, service.EmptyReply(FirstOperation(service))));
        using var client = service.Connect(server.Url);

        var response = await service.Call(client, FirstOperation(service));

        Assert.Equal((HttpStatusCode.OK, Attempts), (response.HttpStatusCode, server.Calls.Count));
    }

    [Theory]
    [InlineData("ecs")]
    [InlineData("elbv2")]
    [InlineData("cloudwatch")]
    [InlineData("cloudfront")]
    public async Task A_gateways_html_page_is_quoted(string name)
    {
        var service = Service.Named(name);
        await using var server = await LoopbackServer.Start(_ => new(500, "<!doctype html>\n<html><body><p>Out of order<br></body></html>", "text/html"));
        using var client = service.Connect(server.Url);

        var error = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => service.Call(client, FirstOperation(service)));

        Assert.EndsWith("answered HTTP 500 without an AWS error: <!doctype html> <html><body><p>Out of order<br></body></html>", error.Message, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.InternalServerError, Attempts), (error.StatusCode, server.Calls.Count));
    }

    [Theory]
    [InlineData("ecs", "")]
    [InlineData("ecs", "[]")]
    [InlineData("ecs", "{")]
    [InlineData("elbv2", "")]
    [InlineData("elbv2", "<a/>")]
    [InlineData("cloudfront", "")]
    [InlineData("cloudfront", "<DistributionList/>")]
    [InlineData("ec2", "<Response><Errors/></Response>")]
    public async Task An_error_without_an_error_in_it_still_names_the_status(string name, string body)
    {
        var service = Service.Named(name);
        await using var server = await LoopbackServer.Start(_ => new(418, body));
        using var client = service.Connect(server.Url);

        var error = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => service.Call(client, FirstOperation(service)));

        Assert.Contains("answered HTTP 418 without an AWS error", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Calls);
    }

    [Theory]
    [InlineData("ecs", "<html>a captive portal</html>")]
    [InlineData("ecs", """{"clusters":7}""")]
    [InlineData("elbv2", "{}")]
    [InlineData("ec2", "{}")]
    [InlineData("cloudfront", "{}")]
    [InlineData("cloudfront", "<Distribution><LastModifiedTime>soon</LastModifiedTime></Distribution>")]
    public async Task A_success_that_cannot_be_read_is_an_error_that_quotes_it(string name, string body)
    {
        var service = Service.Named(name);
        await using var server = await LoopbackServer.Start(_ => Reply.Json(body));
        using var client = service.Connect(server.Url);

        var error = await Assert.ThrowsAsync<AmazonUnmarshallingException>(() => service.Call(client, name == "ecs" ? "DescribeClusters" : FirstOperation(service)));

        Assert.Equal((body, Attempts), (error.ResponseBody, server.Calls.Count));
    }

    [Fact]
    public async Task A_clock_that_is_an_hour_off_is_corrected_from_the_servers_date()
    {
        var service = Service.Named("ecs");
        var serverTime = TimeProvider.System.GetUtcNow().AddHours(1);
        await using var server = await LoopbackServer.Start(call => call.Headers["X-Amz-Date"].StartsWith(serverTime.ToString("yyyyMMdd'T'HH"), StringComparison.Ordinal)
            ? Reply.Json("{}")
            : Errors.Reply(service, 403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.").With("Date", serverTime.ToString("R")));
        using var client = service.Connect(server.Url);

        await service.Call(client, "DescribeClusters");

        Assert.Equal(2, server.Calls.Count);
    }

    [Fact]
    public async Task A_connection_that_is_refused_is_tried_within_a_bound_and_names_no_success()
    {
        var service = Service.Named("ecs");
        string url;
        await using (var server = await LoopbackServer.Start(_ => Reply.Json("{}")))
        {
            url = server.Url;
        }

        using var client = service.Connect(url);

        await Assert.ThrowsAsync<HttpRequestException>(() => service.Call(client, "DescribeClusters"));
    }

    [Theory]
    [InlineData("elbv2")]
    [InlineData("ec2")]
    [InlineData("cloudfront")]
    public async Task An_error_names_its_request_as_support_would_ask_for_it(string name)
    {
        var service = Service.Named(name);
        await using var server = await LoopbackServer.Start(_ => Errors.Reply(service, 400, "Wrong", "What was wrong."));
        using var client = service.Connect(server.Url);

        var error = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => service.Call(client, FirstOperation(service)));

        Assert.Equal("r-9", error.RequestId);
    }

    [Fact]
    public async Task Further_members_of_an_error_are_read()
    {
        var service = Service.Named("ecs");
        await using var server = await LoopbackServer.Start(_ => Reply.Json("""{"__type":"ConflictException","message":"Busy.","resourceIds":["a","b"]}""", 400));
        using var client = service.Connect(server.Url);

        var error = await Assert.ThrowsAsync<ConflictException>(() => service.Call(client, "StopServiceDeployment"));

        Assert.Equal(["a", "b"], error.ResourceIds);
    }

    [Fact]
    public async Task A_service_that_once_spoke_query_gives_its_old_code()
    {
        var service = Service.Named("cloudwatch");
        await using var server = await LoopbackServer.Start(_ => Reply.Json("""{"__type":"com.amazonaws.cloudwatch.v2010_08_01#InvalidNextToken","message":"Bad."}""", 400)
            .With("x-amzn-query-error", "InvalidNextToken;Sender"));
        using var client = service.Connect(server.Url);

        var error = await Assert.ThrowsAsync<InvalidNextTokenException>(() => service.Call(client, "DescribeAlarms"));

        Assert.Equal(("InvalidNextToken", ErrorType.Sender), (error.ErrorCode, error.ErrorType));
    }

    private static string FirstOperation(Service service) =>
        Service.Operations.First(pair => pair.Service == service).Operation.Name[..^"Async".Length];
}

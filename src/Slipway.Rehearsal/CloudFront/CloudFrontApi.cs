using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Slipway.Rehearsal.Iam;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>Amazon CloudFront (API version 2020-05-31), as far as sites and load balancers behind one distribution go.</summary>
internal sealed class CloudFrontApi(EdgeNetwork network, RehearsalTime time) : IRestApi
{
    public string SigningName => "cloudfront";

    public string Operation(HttpRequest request) => CloudFrontRoutes.Find(request)?.Name ?? $"{request.Method} {request.Path}";

    public async Task Serve(HttpContext context, Caller caller, CancellationToken ct)
    {
        var request = context.Request;
        if (CloudFrontRoutes.Find(request) is not var (name, carryOut, values))
            throw CloudFrontErrors.Wrong("UnsupportedOperation", $"The rehearsal cloud's CloudFront has no {request.Method} {request.Path}.");

        if (context.Features.Get<ConfinedRole>() is { } role && CloudFrontNeeds.Of(name, values, caller) is var need && !role.Allows(need.Action, need.Resource, need.Context(caller)))
            throw PolicyRefusals.Denied(SigningName, role.Arn, need.Action, need.Resource);

        var call = new RestCall(
            caller, time, values, key => request.Query[key] is { Count: > 0 } found ? found.ToString() : null,
            request.Headers.IfMatch, await CloudFrontXml.Read(request, ct), Port: () => 0);

        // A function that could never run is better told of when it is published than by every viewer.
        if (name == "PublishFunction")
            await Prepare(ct);

        var reply = carryOut is null ? await Test(call, ct) : await network.Change(carryOut, call, ct);
        await Write(context, reply, ct);
    }

    public Task WriteError(HttpContext context, AwsError error, string requestId)
    {
        context.Response.StatusCode = (int)error.Status;
        context.Response.Headers["x-amzn-RequestId"] = requestId;
        return CloudFrontXml.Write(
            context.Response,
            new XElement(
                "ErrorResponse",
                new XElement(
                    "Error",
                    new XElement("Type", (int)error.Status >= 500 ? "Receiver" : "Sender"), new XElement("Code", error.Code), new XElement("Message", error.Message)),
                new XElement("RequestId", requestId)),
            context.RequestAborted);
    }

    private static async Task Write(HttpContext context, Reply reply, CancellationToken ct)
    {
        var response = context.Response;
        response.StatusCode = reply.Status;
        response.Headers["x-amzn-RequestId"] = $"{Guid.NewGuid()}";
        if (reply.ETag is { } etag)
        {
            response.Headers.ETag = etag;
            // AWS's model has it so for UpdateFunction.
            response.Headers["ETtag"] = etag;
        }

        if (reply.Location is { } location)
            response.Headers.Location = $"https://cloudfront.amazonaws.com/2020-05-31/{location}";

        if (reply.Raw is { } raw)
        {
            response.ContentType = "application/octet-stream";
            response.ContentLength = raw.Length;
            await response.Body.WriteAsync(raw, ct);
        }
        else if (reply.Body is { } body)
        {
            await CloudFrontXml.Write(response, body, ct);
        }
    }

    /// <summary>Runs a function on an event that the caller made up.</summary>
    private async Task<Reply> Test(RestCall call, CancellationToken ct)
    {
        var state = network.StateOf(call.Caller.Account);
        var function = state.Function(call.Route["Name"]);
        CloudFrontErrors.Match(call.IfMatch, function.Development.ETag);
        var stage = call.RequiredBody.Text("Stage");
        await Prepare(ct);

        var began = Stopwatch.GetTimestamp();
        var outcome = await network.Functions.Run(function.Arn, function.Stage(stage), Event(call.RequiredBody), ct);
        var error = outcome.Error ?? (FunctionEvents.IsResponse(outcome.Result) || outcome.Result?["uri"] is not null ? "" : "The function did not return a request or a response.");

        // AWS: the share of the time that a function may take, from 0 to 100.
        var share = Math.Clamp((int)Stopwatch.GetElapsedTime(began).TotalMilliseconds, 0, 100).ToString(CultureInfo.InvariantCulture);
        return new Reply(state, new XElement(
            "TestResult",
            FunctionOperations.Show(state, function, stage, call.Now),
            new XElement("ComputeUtilization", share),
            new XElement("FunctionExecutionLogs", outcome.Logs.Select(line => new XElement("member", line))),
            new XElement("FunctionErrorMessage", error),
            new XElement("FunctionOutput", outcome.Result is null ? "" : Output(outcome.Result))));
    }

    /// <summary>A response alone, or a request, as AWS shows it: below its kind.</summary>
    private static string Output(JsonNode result) =>
        new JsonObject { [FunctionEvents.IsResponse(result) ? "response" : "request"] = result.DeepClone() }.ToJsonString();

    private static JsonObject Event(XElement body)
    {
        try
        {
            return JsonNode.Parse(Convert.FromBase64String(body.Required("EventObject"))) as JsonObject ?? throw new JsonException("It is no object.");
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw CloudFrontErrors.Argument($"The parameter EventObject is not a JSON object in Base64: {exception.Message}");
        }
    }

    private async Task Prepare(CancellationToken ct)
    {
        try
        {
            await network.Functions.Prepare(ct);
        }
        catch (DeployException exception)
        {
            throw new AwsError("UnsupportedOperation", exception.Message, HttpStatusCode.BadRequest);
        }
    }
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Pairs = System.Collections.Generic.IReadOnlyList<System.Collections.Generic.KeyValuePair<string, string>>;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>Runs the functions of a behaviour. One that fails is answered for with 503, as CloudFront does.</summary>
internal sealed class ViewerFunctions(EdgeFunctions functions, FunctionLogs logs)
{
    /// <summary>The request after the viewer-request function; null when the viewer has its answer already.</summary>
    public async Task<ViewerRequest?> OnRequest(Exchange exchange, ViewerRequest request)
    {
        if (exchange.Behaviour.ViewerRequestFunction is not { } arn)
            return request;

        var outcome = await Run(exchange, arn, FunctionEvents.Request(exchange.View, exchange.RequestId, request));
        try
        {
            if (outcome.Error is null && !FunctionEvents.IsResponse(outcome.Result))
                return FunctionEvents.ReadRequest(outcome.Result, request);

            if (outcome.Error is null)
                await Answer(exchange, FunctionEvents.ReadResponse(outcome.Result));
            else
                await Fail(exchange, outcome.Error);
        }
        catch (FormatException exception)
        {
            await Fail(exchange, exception.Message);
        }

        return null;
    }

    /// <summary>
    /// The answer after the viewer-response function; null when the viewer has one already. The function is not asked about errors of
    /// an origin (developer guide, "Restrictions on all edge functions").
    /// </summary>
    public async Task<FunctionResponse?> OnResponse(Exchange exchange, ViewerRequest request, int status, Pairs headers)
    {
        if (status >= 400 || exchange.Behaviour.ViewerResponseFunction is not { } arn)
            return new FunctionResponse(status, headers, null);

        var outcome = await Run(exchange, arn, FunctionEvents.Response(exchange.View, exchange.RequestId, request, status, headers));
        try
        {
            if (outcome.Error is null)
                return FunctionEvents.ReadResponse(outcome.Result);

            await Fail(exchange, outcome.Error);
        }
        catch (FormatException exception)
        {
            await Fail(exchange, exception.Message);
        }

        return null;
    }

    private async Task<FunctionOutcome> Run(Exchange exchange, string arn, JsonObject input)
    {
        var outcome = exchange.View.Function(arn) is { } stage
            ? await functions.Run(arn, stage, input, exchange.Aborted)
            : new FunctionOutcome(null, [], $"The function {arn} does not exist any more.");
        logs.Write(exchange, arn, outcome);
        return outcome;
    }

    /// <summary>CloudFront tells viewers no more than that; here whoever looks at the page is the one to repair it.</summary>
    private static Task Fail(Exchange exchange, string reason) =>
        ErrorPage.Write(exchange, StatusCodes.Status503ServiceUnavailable, $"{ErrorPage.FunctionFailure} {reason}", XCache.FunctionError);

    private static Task Answer(Exchange exchange, FunctionResponse response)
    {
        var http = exchange.Http.Response;
        http.StatusCode = response.Status;
        EdgeWriter.Copy(http, response.Headers);
        http.Headers.Server = "CloudFront";
        exchange.Mark(XCache.FunctionResponse);
        http.ContentLength = response.Body?.Length ?? 0;
        return response.Body is null || exchange.Http.Request.Method == HttpMethods.Head ? Task.CompletedTask : http.Body.WriteAsync(response.Body, exchange.Aborted).AsTask();
    }
}

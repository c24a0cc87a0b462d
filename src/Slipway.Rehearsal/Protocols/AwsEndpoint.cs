using System.Net;
using Microsoft.AspNetCore.Http;

namespace Slipway.Rehearsal.Protocols;

/// <summary>Answers AWS's requests: finds protocol, caller and service of each, and writes result or error in that protocol.</summary>
internal sealed class AwsEndpoint(IReadOnlyList<IAwsApi> apis, IReadOnlyList<IRestApi> restApis, CallCounter calls)
{
    private static readonly IReadOnlyList<IWireProtocol> Protocols = [new CborProtocol(), new JsonProtocol(), new QueryProtocol()];

    public Task Serve(HttpContext context) =>
        restApis.FirstOrDefault(api => api.SigningName == Signature.ServiceOf(context.Request)) is { } api ? ServeRest(api, context) : ServeNamed(context);

    private async Task ServeNamed(HttpContext context)
    {
        var protocol = Protocols.First(candidate => candidate.Speaks(context.Request));
        var requestId = Guid.NewGuid().ToString();
        var ct = context.RequestAborted;

        try
        {
            await protocol.Write(context.Response, await Answer(protocol, context.Request, requestId, ct), ct);
        }
        catch (AwsError error)
        {
            await protocol.WriteError(context.Response, error, requestId, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Nobody is there any more to answer.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await protocol.WriteError(context.Response, Bug(exception), requestId, ct);
        }
    }

    private async Task ServeRest(IRestApi api, HttpContext context)
    {
        var requestId = Guid.NewGuid().ToString();
        var ct = context.RequestAborted;

        try
        {
            calls.Count(api.SigningName, api.Operation(context.Request));
            await api.Serve(context, Signature.CallerOf(context.Request), ct);
        }
        catch (AwsError error)
        {
            await api.WriteError(context, error, requestId);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Nobody is there any more to answer.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await api.WriteError(context, Bug(exception), requestId);
        }
    }

    // The stack trace is for whoever runs the rehearsal: there is no other place to see it.
    private static AwsError Bug(Exception exception) =>
        new("InternalFailure", $"A bug in the rehearsal cloud: {exception}", HttpStatusCode.InternalServerError);

    private async Task<Answer> Answer(IWireProtocol protocol, HttpRequest request, string requestId, CancellationToken ct)
    {
        var signature = Signature.Parse(request.Headers.Authorization);
        var api = apis.FirstOrDefault(candidate => candidate.SigningName == signature.Service)
            ?? throw new AwsError(
                "UnknownServiceException",
                $"The rehearsal cloud has no service {signature.Service}; it has {string.Join(", ", apis.Select(each => each.SigningName).Concat(restApis.Select(each => each.SigningName)).Order(StringComparer.Ordinal))}.",
                HttpStatusCode.NotFound);

        var operation = await protocol.Read(request, ct);
        calls.Count(api.SigningName, operation.Name);
        return new Answer(api.SigningName, operation, await api.Call(operation.Name, operation.Input, signature.Caller, ct), requestId);
    }
}

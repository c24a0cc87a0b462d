using System.Net;
using Microsoft.AspNetCore.Http;

namespace Slipway.Rehearsal.Protocols;

/// <summary>Answers AWS's requests: finds protocol, caller and service of each, and writes result or error in that protocol.</summary>
internal sealed class AwsEndpoint(IReadOnlyList<IAwsApi> apis, CallCounter calls)
{
    private static readonly IReadOnlyList<IWireProtocol> Protocols = [new CborProtocol(), new JsonProtocol(), new QueryProtocol()];

    public async Task Serve(HttpContext context)
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
            // The stack trace is for whoever runs the rehearsal: there is no other place to see it.
            var error = new AwsError("InternalFailure", $"A bug in the rehearsal cloud: {exception}", HttpStatusCode.InternalServerError);
            await protocol.WriteError(context.Response, error, requestId, ct);
        }
    }

    private async Task<Answer> Answer(IWireProtocol protocol, HttpRequest request, string requestId, CancellationToken ct)
    {
        var signature = Signature.Parse(request.Headers.Authorization);
        var api = apis.FirstOrDefault(candidate => candidate.SigningName == signature.Service)
            ?? throw new AwsError(
                "UnknownServiceException",
                $"The rehearsal cloud has no service {signature.Service}; it has {string.Join(", ", apis.Select(each => each.SigningName).Order(StringComparer.Ordinal))}.",
                HttpStatusCode.NotFound);

        var operation = await protocol.Read(request, ct);
        calls.Count(api.SigningName, operation.Name);
        return new Answer(api.SigningName, operation, await api.Call(operation.Name, operation.Input, signature.Caller, ct), requestId);
    }
}

using System.Net;
using Microsoft.AspNetCore.Http;
using Slipway.Rehearsal.Iam;
using Slipway.Rehearsal.Sts;

namespace Slipway.Rehearsal.Protocols;

/// <summary>Answers AWS's requests: finds protocol, caller and service of each, and writes result or error in that protocol.</summary>
internal sealed class AwsEndpoint(IReadOnlyList<IAwsApi> apis, IReadOnlyList<IRestApi> restApis, CallCounter calls, ICallFaults faults, ConfinedRoles roles)
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
            if (await Answer(protocol, context, requestId, ct) is { } answer)
                await protocol.Write(context.Response, answer, ct);
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
            var caller = Signature.CallerOf(context.Request);
            context.Features.Set(roles.Of(caller));
            if (await Admit(context, api.SigningName, api.Operation(context.Request), caller))
                await api.Serve(context, caller, ct);
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

    /// <summary>
    /// Counts a call and lets it meet the faults that are on. False: its connection is closed, and nothing is to be carried out.
    /// </summary>
    private async Task<bool> Admit(HttpContext context, string service, string operation, Caller caller)
    {
        calls.Count(service, operation);
        switch (await faults.Meet(service, operation, caller, context.RequestAborted))
        {
            case ConnectionReset.BeforeTheCall:
                context.Abort();
                return false;
            case ConnectionReset.AfterTheCall:
                // The moment before the first byte of the answer: all is done by then.
                context.Response.OnStarting(() =>
                {
                    context.Abort();
                    return Task.CompletedTask;
                });
                return true;
            default:
                return true;
        }
    }

    private async Task<Answer?> Answer(IWireProtocol protocol, HttpContext context, string requestId, CancellationToken ct)
    {
        var signature = await WebIdentity.Unsigned(context.Request, ct) ?? Signature.Parse(context.Request.Headers.Authorization);
        var api = apis.FirstOrDefault(candidate => candidate.SigningName == signature.Service);
        // What is asked of a service that is not here is what a policy must allow all the same.
        if (api is null && roles.Of(signature.Caller) is null)
            throw NoService(signature.Service);

        var operation = await protocol.Read(context.Request, ct);
        if (api is null)
        {
            roles.Demand(signature.Service, operation, signature.Caller);
            throw NoService(signature.Service);
        }

        if (!await Admit(context, api.SigningName, operation.Name, signature.Caller))
            return null;

        roles.Demand(signature.Service, operation, signature.Caller);
        return new Answer(api.SigningName, operation, await api.Call(operation.Name, operation.Input, signature.Caller, ct), requestId);
    }

    private AwsError NoService(string service) => new(
        "UnknownServiceException",
        $"The rehearsal cloud has no service {service}; it has {string.Join(", ", apis.Select(each => each.SigningName).Concat(restApis.Select(each => each.SigningName)).Order(StringComparer.Ordinal))}.",
        HttpStatusCode.NotFound);
}

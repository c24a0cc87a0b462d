using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Slipway.Rehearsal.Engine;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Backing;

/// <summary>
/// <c>PUT /_slipway/backing/{name}</c> with <c>{"engine","account","region","secret","database"}</c>, perhaps <c>"instance"</c> or <c>"cluster"</c>, and <c>GET /_slipway/backing</c>:
/// none of AWS's APIs, since there a team makes its data stores by other means. A refusal or failure is <c>{"message"}</c>.
/// </summary>
internal sealed class BackingRoutes(BackingStores stores)
{
    private const string Path = "/_slipway/backing";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (RequestDelegate)List);
        routes.MapPut($"{Path}/{{name}}", (RequestDelegate)Put);
    }

    private async Task List(HttpContext context) =>
        await Answer(context, StatusCodes.Status200OK, await stores.List(context.RequestAborted));

    private async Task Put(HttpContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.Body);
            var request = BackingRequest.Parse((string)context.Request.RouteValues["name"]!, await reader.ReadToEndAsync(context.RequestAborted));
            await Answer(context, StatusCodes.Status200OK, await stores.Ensure(request, context.RequestAborted));
        }
        catch (DeployException exception)
        {
            var status = exception.Verdict switch
            {
                Verdict.Usage => StatusCodes.Status400BadRequest,
                Verdict.Refused => StatusCodes.Status409Conflict,
                _ => StatusCodes.Status500InternalServerError,
            };
            await Answer(context, status, new Problem(exception.Message));
        }
        catch (AwsError error)
        {
            await Answer(context, (int)error.Status, new Problem(error.Message));
        }
        catch (Exception exception) when (exception is DockerApiException or HttpRequestException or IOException)
        {
            await Answer(
                context, StatusCodes.Status500InternalServerError,
                new Problem(
                    $"""
                     The backing store {context.Request.RouteValues["name"]} was not started: the rehearsal's Docker Engine failed. Its data are untouched.
                       reason  {exception.Message}
                       try     RehearseStop, and then the same again
                     """));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there any more to answer.
        }
    }

    private static Task Answer(HttpContext context, int status, object value)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, value, value.GetType(), JsonSerializerOptions.Web, CancellationToken.None);
    }

    private sealed record Problem(string Message);
}

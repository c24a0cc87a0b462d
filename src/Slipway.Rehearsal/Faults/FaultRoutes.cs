using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Slipway.Rehearsal.Faults;

/// <summary>
/// <c>GET /_slipway/faults</c>, <c>PUT /_slipway/faults</c> with a list that replaces all, and <c>DELETE /_slipway/faults</c>
/// (docs/faults.md). Each answers with what is on then; a refusal is <c>{"message"}</c>.
/// </summary>
internal sealed class FaultRoutes(FaultSwitches switches, IReadOnlyList<string> services)
{
    private const string Path = "/_slipway/faults";
    private readonly FaultRequest _request = new(services);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (RequestDelegate)(context => Answer(context, StatusCodes.Status200OK, switches.Show())));
        routes.MapPut(Path, (RequestDelegate)Put);
        routes.MapDelete(Path, (RequestDelegate)Delete);
    }

    private async Task Put(HttpContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.Body);
            switches.Switch(_request.Parse(await reader.ReadToEndAsync(context.RequestAborted)));
            await Answer(context, StatusCodes.Status200OK, switches.Show());
        }
        catch (DeployException refused)
        {
            await Answer(context, StatusCodes.Status400BadRequest, new JsonObject { ["message"] = refused.Message });
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there any more to answer.
        }
    }

    private Task Delete(HttpContext context)
    {
        switches.Switch([]);
        return Answer(context, StatusCodes.Status200OK, switches.Show());
    }

    private static Task Answer(HttpContext context, int status, JsonNode value)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(value.ToJsonString(), CancellationToken.None);
    }
}

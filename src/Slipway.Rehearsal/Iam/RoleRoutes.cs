using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Iam;

/// <summary>
/// <c>GET /_slipway/roles</c>, <c>PUT /_slipway/roles</c> with a list of <c>{"role", "policy"}</c> that replaces all, and
/// <c>DELETE /_slipway/roles</c> (docs/access.md). Each answers with what is enforced then, and with what the sessions of each role asked for; a refusal is
/// <c>{"message"}</c>.
/// </summary>
internal sealed class RoleRoutes(ConfinedRoles roles)
{
    private const string Path = "/_slipway/roles";
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (RequestDelegate)(context => Answer(context, StatusCodes.Status200OK, Show())));
        routes.MapPut(Path, (RequestDelegate)Put);
        routes.MapDelete(Path, (RequestDelegate)Delete);
    }

    private async Task Put(HttpContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.Body);
            roles.Confine(Parse(await reader.ReadToEndAsync(context.RequestAborted)));
            await Answer(context, StatusCodes.Status200OK, Show());
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
        roles.Confine([]);
        return Answer(context, StatusCodes.Status200OK, Show());
    }

    /// <exception cref="DeployException">Usage: what is wrong with the list.</exception>
    private static List<ConfinedRole> Parse(string body)
    {
        try
        {
            var list = JsonNode.Parse(body, documentOptions: Strict) as JsonArray ?? throw new JsonException("It is no list.");
            var all = list.Select(Read).ToList();
            return all.DistinctBy(role => role.Arn, StringComparer.Ordinal).Count() == all.Count ? all : throw new JsonException("A role is in it twice.");
        }
        catch (Exception exception) when (exception is JsonException or AwsError)
        {
            throw new DeployException(
                $"""
                 The policies of roles were not taken; those of before are enforced as they were.
                   reason  {exception.Message}
                   try     a list of objects with "role", its ARN, and "policy", an object as IAM takes it
                 """,
                Verdict.Usage, exception);
        }
    }

    private static ConfinedRole Read(JsonNode? node) =>
        node is JsonObject { Count: 2 } given && given["role"] is JsonValue role && role.ToString().StartsWith("arn:", StringComparison.Ordinal) && given["policy"] is JsonObject policy
            ? new ConfinedRole(role.ToString(), PolicyDocument.OfIdentity(policy.ToJsonString()), policy.DeepClone().AsObject())
            : throw new JsonException("""Each must be {"role": ARN, "policy": object}, found """ + (node?.ToJsonString() ?? "null"));

    private JsonArray Show() =>
        [.. roles.All.Select(role => new JsonObject { ["role"] = role.Arn, ["policy"] = role.Text.DeepClone(), ["asked"] = role.Asked })];

    private static Task Answer(HttpContext context, int status, JsonNode value)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(value.ToJsonString(), CancellationToken.None);
    }
}

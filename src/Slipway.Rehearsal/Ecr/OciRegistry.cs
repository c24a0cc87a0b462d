using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Slipway.Rehearsal.Iam;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecr;

/// <summary>
/// The registry that docker pushes to and pulls from: <c>/v2/</c> of the OCI distribution specification, with ECR's own
/// habits. A repository must exist, a tag of an immutable one is pushed once, and nothing is deleted this way.
/// </summary>
internal sealed class OciRegistry(BlobRoutes blobs, ManifestRoutes manifests, RegistryTokens tokens, ConfinedRoles roles)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("/v2", (RequestDelegate)Serve);
        routes.Map("/v2/{**path}", (RequestDelegate)Serve);
    }

    private async Task Serve(HttpContext context)
    {
        var (request, response, ct) = (context.Request, context.Response, context.RequestAborted);
        response.Headers["Docker-Distribution-Api-Version"] = "registry/2.0";
        // Layers have no limit of their own; the server's default would refuse them at 30 MB.
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize = null;

        try
        {
            var path = RegistryPath.Parse(request.Path.Value!.Length > 4 ? request.Path.Value[4..] : "");
            var caller = Authorize(request, response);
            Demand(request.Method, path, caller);
            await Route(path, caller.Account, request, response, ct);
        }
        catch (AwsError error)
        {
            await RegistryError.Of(error).Write(response, ct);
        }
        catch (RegistryError error)
        {
            await error.Write(response, ct);
        }
        catch (Exception exception) when (exception is OperationCanceledException or BadHttpRequestException or IOException && ct.IsCancellationRequested)
        {
            // The client went away; what it had sent of a blob is kept until it asks how far it came.
        }
    }

    private async Task Route(RegistryPath? asked, string account, HttpRequest request, HttpResponse response, CancellationToken ct)
    {
        switch (request.Method, asked)
        {
            case ("GET" or "HEAD", RegistryPath.Root):
                response.ContentType = "application/json";
                break;
            case ("GET" or "HEAD", RegistryPath.Blob path):
                await blobs.Get(path, account, request, response);
                break;
            case ("POST", RegistryPath.Uploads path):
                await blobs.Begin(path, account, request, response, ct);
                break;
            case ("GET", RegistryPath.Upload path):
                blobs.Progress(path, account, response);
                break;
            case ("PATCH", RegistryPath.Upload path):
                await blobs.Append(path, account, request, response, ct);
                break;
            case ("PUT", RegistryPath.Upload path):
                await blobs.Finish(path, account, request, response, ct);
                break;
            case ("DELETE", RegistryPath.Upload path):
                blobs.Cancel(path, account, response);
                break;
            case ("GET" or "HEAD", RegistryPath.ManifestOf path):
                await manifests.Get(path, account, request, response, ct);
                break;
            case ("PUT", RegistryPath.ManifestOf path):
                await manifests.Put(path, account, request, response, ct);
                break;
            case ("GET", RegistryPath.TagList path):
                await manifests.Tags(path, account, request, response, ct);
                break;
            case (_, null):
                throw new RegistryError(HttpStatusCode.NotFound, "UNSUPPORTED", $"The registry has nothing at {request.Path}");
            default:
                throw new RegistryError(HttpStatusCode.MethodNotAllowed, "UNSUPPORTED", $"ECR's registry does not take {request.Method} at {request.Path}");
        }
    }

    /// <summary>Holds the role that a password was given to to its policy: what docker does counts as calls of ECR's API.</summary>
    private void Demand(string method, RegistryPath? path, Caller caller)
    {
        if (roles.Of(caller) is not { } role || RegistryNeeds.Of(method, path, caller) is not { } need || role.Allows(need.Action, need.Resource, need.Context(caller)))
            return;

        throw new RegistryError(HttpStatusCode.Forbidden, "DENIED", PolicyRefusals.Denied("ecr", role.Arn, need.Action, need.Resource).Message);
    }

    /// <summary>Who the password was given to.</summary>
    private Caller Authorize(HttpRequest request, HttpResponse response)
    {
        var password = PasswordIn(request.Headers.Authorization.ToString());
        switch (password is null ? RegistryTokens.Check.Unknown : tokens.Verify(password))
        {
            case RegistryTokens.Check.Valid:
                return RegistryTokens.HolderOf(password!);
            case RegistryTokens.Check.Expired:
                throw new RegistryError(HttpStatusCode.Forbidden, "DENIED", "Your authorization token has expired. Reauthenticate and try again.");
            default:
                response.Headers.WWWAuthenticate = $"Basic realm=\"http://{request.Host}/\",service=\"ecr.amazonaws.com\"";
                throw new RegistryError(HttpStatusCode.Unauthorized, "UNAUTHORIZED", "Not Authorized");
        }
    }

    private static string? PasswordIn(string authorization)
    {
        const string scheme = "Basic ";
        var bytes = new byte[authorization.Length];
        if (!authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            || !Convert.TryFromBase64String(authorization[scheme.Length..].Trim(), bytes, out var count))
        {
            return null;
        }

        var credentials = Encoding.UTF8.GetString(bytes, 0, count);
        return credentials.StartsWith($"{RegistryTokens.User}:", StringComparison.Ordinal) ? credentials[(RegistryTokens.User.Length + 1)..] : null;
    }
}

using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecr;

/// <summary>An error as a registry answers it: one of the distribution specification's codes.</summary>
internal sealed class RegistryError(HttpStatusCode status, string code, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;

    public string Code { get; } = code;

    public static RegistryError RepositoryUnknown(string name) =>
        new(HttpStatusCode.NotFound, "NAME_UNKNOWN", $"The repository with name '{name}' does not exist in the registry");

    /// <summary>What the registry answers where ECR's API would refuse.</summary>
    public static RegistryError Of(AwsError error) =>
        error.Code switch
        {
            "ImageTagAlreadyExistsException" => new(HttpStatusCode.BadRequest, "TAG_INVALID", error.Message),
            "LayersNotFoundException" or "ReferencedImagesNotFoundException" => new(HttpStatusCode.BadRequest, "MANIFEST_BLOB_UNKNOWN", error.Message),
            "LimitExceededException" => new(HttpStatusCode.Forbidden, "DENIED", error.Message),
            "RepositoryNotFoundException" => new(HttpStatusCode.NotFound, "NAME_UNKNOWN", error.Message),
            _ => new(HttpStatusCode.BadRequest, "MANIFEST_INVALID", error.Message),
        };

    public Task Write(HttpResponse response, CancellationToken ct)
    {
        response.StatusCode = (int)Status;
        response.ContentType = "application/json; charset=utf-8";
        var body = new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["code"] = Code, ["message"] = Message }) };
        return JsonSerializer.SerializeAsync(response.Body, body, JsonSerializerOptions.Default, ct);
    }
}

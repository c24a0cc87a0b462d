using System.Text;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecr;

/// <summary>Amazon Elastic Container Registry's API. Layers themselves travel through <see cref="OciRegistry"/>.</summary>
/// <param name="endpoint">Where the registry is reached.</param>
internal sealed class EcrApi(Repositories repositories, BlobStore blobs, RegistryTokens tokens, RegistryScanning scanning, Uri endpoint, RehearsalTime time) : IAwsApi
{
    private readonly RepositoryOperations _repositories = new(repositories, endpoint.Authority, time);
    private readonly ImageOperations _images = new(repositories, blobs, time);

    /// <inheritdoc/>
    public string SigningName => "ecr";

    /// <inheritdoc/>
    public Task<JsonObject> Call(string operation, JsonObject input, Caller caller, CancellationToken ct) =>
        Task.FromResult(operation switch
        {
            "GetAuthorizationToken" => GetAuthorizationToken(caller),
            "CreateRepository" => _repositories.Create(input, caller),
            "DescribeRepositories" => _repositories.Describe(input, caller),
            "DeleteRepository" => _repositories.Delete(input, caller),
            "PutImageTagMutability" => _repositories.PutMutability(input, caller),
            "PutImageScanningConfiguration" => _repositories.PutScanning(input, caller),
            "GetRegistryScanningConfiguration" => scanning.Get(caller),
            "PutRegistryScanningConfiguration" => scanning.Put(input, caller),
            "PutLifecyclePolicy" => _repositories.PutLifecyclePolicy(input, caller),
            "GetLifecyclePolicy" => _repositories.GetLifecyclePolicy(input, caller),
            "SetRepositoryPolicy" => _repositories.SetPolicy(input, caller),
            "GetRepositoryPolicy" => _repositories.GetPolicy(input, caller),
            "ListTagsForResource" => _repositories.ListTags(input, caller),
            "TagResource" => _repositories.Tag(input, caller),
            "DescribeImages" => _images.Describe(input, caller),
            "ListImages" => _images.List(input, caller),
            "BatchGetImage" => _images.BatchGet(input, caller),
            "PutImage" => _images.Put(input, caller),
            "BatchDeleteImage" => _images.BatchDelete(input, caller),
            "BatchCheckLayerAvailability" => _images.CheckLayers(input, caller),
            "DescribeImageScanFindings" => _images.ScanFindings(input, caller),
            _ => throw AwsError.UnknownOperation(operation),
        });

    private JsonObject GetAuthorizationToken(Caller caller)
    {
        var (password, expires) = tokens.Issue(caller);
        return new JsonObject
        {
            ["authorizationData"] = new JsonArray(new JsonObject
            {
                ["authorizationToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{RegistryTokens.User}:{password}")),
                ["expiresAt"] = JsonValue.Create(expires),
                ["proxyEndpoint"] = endpoint.GetLeftPart(UriPartial.Authority),
            }),
        };
    }
}

using Slipway.Rehearsal.Ecr;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Iam;

/// <summary>
/// What IAM asks of whoever speaks the registry's own protocol: docker needs the permissions of the API calls that ECR makes of it
/// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html).
/// </summary>
internal static class RegistryNeeds
{
    /// <summary>Null: nothing.</summary>
    public static CallNeed? Of(string method, RegistryPath? path, Caller caller)
    {
        var (action, repository) = (method, path) switch
        {
            ("HEAD", RegistryPath.Blob blob) => ("BatchCheckLayerAvailability", blob.Repository),
            (_, RegistryPath.Blob blob) => ("GetDownloadUrlForLayer", blob.Repository),
            ("POST", RegistryPath.Uploads uploads) => ("InitiateLayerUpload", uploads.Repository),
            ("PUT", RegistryPath.Upload upload) => ("CompleteLayerUpload", upload.Repository),
            (_, RegistryPath.Upload upload) => ("UploadLayerPart", upload.Repository),
            ("PUT", RegistryPath.ManifestOf manifest) => ("PutImage", manifest.Repository),
            (_, RegistryPath.ManifestOf manifest) => ("BatchGetImage", manifest.Repository),
            (_, RegistryPath.TagList tags) => ("ListImages", tags.Repository),
            _ => ("", ""),
        };
        return action.Length == 0 ? null : new CallNeed($"ecr:{action}", CallNeeds.Repository(caller, repository));
    }
}

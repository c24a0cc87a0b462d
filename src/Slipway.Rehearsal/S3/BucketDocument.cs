using System.Net;
using System.Xml.Linq;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>A setting of a bucket that is put, got and deleted as a document of XML, and kept as it came.</summary>
/// <param name="Parameter">Its name in the query.</param>
/// <param name="Name">Its name in operations, such as <c>BucketCors</c>.</param>
/// <param name="Action">Its name in actions of policies, such as <c>BucketCORS</c>.</param>
/// <param name="AbsentCode">The error of a bucket that has none.</param>
/// <param name="Default">What a new bucket has; null: none.</param>
internal sealed record BucketDocument(string Parameter, string Name, string Action, string Root, string AbsentCode, string AbsentMessage, string? Default = null)
{
    private const string Xmlns = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

    public static readonly IReadOnlyList<BucketDocument> All =
    [
        new(PublicAccessBlock.Document, "PublicAccessBlock", "BucketPublicAccessBlock", "PublicAccessBlockConfiguration",
            "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found",
            $"<PublicAccessBlockConfiguration {Xmlns}><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>"),
        new("ownershipControls", "BucketOwnershipControls", "BucketOwnershipControls", "OwnershipControls",
            "OwnershipControlsNotFoundError", "The bucket ownership controls were not found",
            Ownership("BucketOwnerEnforced")),
        new("encryption", "BucketEncryption", "EncryptionConfiguration", "ServerSideEncryptionConfiguration",
            "ServerSideEncryptionConfigurationNotFoundError", "The server side encryption configuration was not found",
            $"<ServerSideEncryptionConfiguration {Xmlns}><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>"),
        new("lifecycle", "BucketLifecycleConfiguration", "LifecycleConfiguration", "LifecycleConfiguration",
            "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"),
        new("tagging", "BucketTagging", "BucketTagging", "Tagging",
            "NoSuchTagSet", "The TagSet does not exist"),
        new("cors", "BucketCors", "BucketCORS", "CORSConfiguration",
            "NoSuchCORSConfiguration", "The CORS configuration does not exist"),
    ];

    /// <summary>What all new buckets have.</summary>
    public static IReadOnlyDictionary<string, string> Defaults { get; } =
        All.Where(document => document.Default is not null).ToDictionary(document => document.Parameter, document => document.Default!, StringComparer.Ordinal);

    public IEnumerable<S3Operation> Operations =>
    [
        new($"Get{Name}", S3Scope.Bucket, "GET", Parameter, $"s3:Get{Action}"),
        new($"Put{Name}", S3Scope.Bucket, "PUT", Parameter, $"s3:Put{Action}"),
        new(DeleteName, S3Scope.Bucket, "DELETE", Parameter, $"s3:Put{Action}"),
    ];

    /// <summary>AWS named this one otherwise.</summary>
    private string DeleteName => Parameter == "lifecycle" ? "DeleteBucketLifecycle" : $"Delete{Name}";

    public static string Ownership(string rule) =>
        $"<OwnershipControls {Xmlns}><Rule><ObjectOwnership>{rule}</ObjectOwnership></Rule></OwnershipControls>";

    /// <summary>The handlers of this document's operations.</summary>
    public IEnumerable<KeyValuePair<string, S3Handler>> Handlers(BlobFiles blobs) =>
    [
        new($"Get{Name}", Get),
        new($"Put{Name}", (call, bucket, ct) => Put(call, bucket, blobs, ct)),
        new(DeleteName, Delete),
    ];

    private Task Get(S3Call call, Bucket bucket, CancellationToken ct) =>
        S3Xml.Send(call.Response, System.Text.Encoding.UTF8.GetBytes(bucket.Settings.Documents.GetValueOrDefault(Parameter) ?? throw new AwsError(AbsentCode, AbsentMessage, HttpStatusCode.NotFound)), ct);

    private async Task Put(S3Call call, Bucket bucket, BlobFiles blobs, CancellationToken ct)
    {
        var document = S3Xml.Parse(await Payload.Document(call.Request, blobs, ct), Root);
        if (!document.HasElements && Parameter != "tagging")
            throw S3Refusals.MalformedXml();

        if (Parameter == PublicAccessBlock.Document)
            PublicAccessBlock.Complete(document);

        bucket.Change(settings => settings.With(Parameter, document.ToString(SaveOptions.DisableFormatting)));
        await call.Empty(Parameter == "tagging" ? 204 : 200);
    }

    private Task Delete(S3Call call, Bucket bucket, CancellationToken ct)
    {
        // Encryption cannot be taken from a bucket: it falls back to S3's own keys.
        bucket.Change(settings => settings.With(Parameter, Parameter == "encryption" ? Default : null));
        return call.Empty(204);
    }
}

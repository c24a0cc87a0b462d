using Microsoft.AspNetCore.Http;

namespace Slipway.Rehearsal.S3;

/// <summary>An operation of S3.</summary>
/// <param name="Method">By which it is told, with what the path names (<paramref name="Scope"/>) and the <paramref name="Parameter"/> of the query.</param>
/// <param name="Action">What a policy calls it.</param>
internal sealed record S3Operation(string Name, S3Scope Scope, string Method, string? Parameter, string Action)
{
    /// <summary>Those that a parameter tells come before those of the bare path.</summary>
    private static readonly IReadOnlyList<S3Operation> All =
    [
        new("ListBuckets", S3Scope.Service, "GET", null, "s3:ListAllMyBuckets"),

        .. BucketDocument.All.SelectMany(document => document.Operations),
        new("GetBucketLocation", S3Scope.Bucket, "GET", "location", "s3:GetBucketLocation"),
        new("GetBucketVersioning", S3Scope.Bucket, "GET", "versioning", "s3:GetBucketVersioning"),
        new("PutBucketVersioning", S3Scope.Bucket, "PUT", "versioning", "s3:PutBucketVersioning"),
        new("GetBucketPolicy", S3Scope.Bucket, "GET", "policy", "s3:GetBucketPolicy"),
        new("PutBucketPolicy", S3Scope.Bucket, "PUT", "policy", "s3:PutBucketPolicy"),
        new("DeleteBucketPolicy", S3Scope.Bucket, "DELETE", "policy", "s3:DeleteBucketPolicy"),
        new("GetBucketPolicyStatus", S3Scope.Bucket, "GET", "policyStatus", "s3:GetBucketPolicyStatus"),
        new("ListObjectVersions", S3Scope.Bucket, "GET", "versions", "s3:ListBucketVersions"),
        new("ListMultipartUploads", S3Scope.Bucket, "GET", "uploads", "s3:ListBucketMultipartUploads"),
        new("ListObjectsV2", S3Scope.Bucket, "GET", "list-type", "s3:ListBucket"),
        new("DeleteObjects", S3Scope.Bucket, "POST", "delete", "s3:DeleteObject"),
        new("ListObjects", S3Scope.Bucket, "GET", null, "s3:ListBucket"),
        new("CreateBucket", S3Scope.Bucket, "PUT", null, "s3:CreateBucket"),
        new("HeadBucket", S3Scope.Bucket, "HEAD", null, "s3:ListBucket"),
        new("DeleteBucket", S3Scope.Bucket, "DELETE", null, "s3:DeleteBucket"),

        new("GetObjectTagging", S3Scope.Object, "GET", "tagging", "s3:GetObjectTagging"),
        new("PutObjectTagging", S3Scope.Object, "PUT", "tagging", "s3:PutObjectTagging"),
        new("DeleteObjectTagging", S3Scope.Object, "DELETE", "tagging", "s3:DeleteObjectTagging"),
        new("GetObjectAttributes", S3Scope.Object, "GET", "attributes", "s3:GetObject"),
        new("CreateMultipartUpload", S3Scope.Object, "POST", "uploads", "s3:PutObject"),
        new("UploadPart", S3Scope.Object, "PUT", "uploadId", "s3:PutObject"),
        new("CompleteMultipartUpload", S3Scope.Object, "POST", "uploadId", "s3:PutObject"),
        new("ListParts", S3Scope.Object, "GET", "uploadId", "s3:ListMultipartUploadParts"),
        new("AbortMultipartUpload", S3Scope.Object, "DELETE", "uploadId", "s3:AbortMultipartUpload"),
        new("GetObject", S3Scope.Object, "GET", null, "s3:GetObject"),
        new("HeadObject", S3Scope.Object, "HEAD", null, "s3:GetObject"),
        new("PutObject", S3Scope.Object, "PUT", null, "s3:PutObject"),
        new("DeleteObject", S3Scope.Object, "DELETE", null, "s3:DeleteObject"),
    ];

    /// <summary>What the rehearsal cloud has not: taken for a listing or an upload, such a request would do harm.</summary>
    private static readonly string[] Missing =
    [
        "abac", "accelerate", "acl", "analytics", "intelligent-tiering", "inventory", "legal-hold", "logging", "metadataConfiguration", "metrics",
        "notification", "object-lock", "renameObject", "replication", "requestPayment", "restore", "retention", "select", "session", "torrent", "website",
    ];

    /// <exception cref="Protocols.AwsError">NotImplemented; MethodNotAllowed.</exception>
    public static S3Operation Of(HttpRequest request, S3Target target)
    {
        if (Missing.FirstOrDefault(request.Query.ContainsKey) is { } missing)
            throw S3Refusals.NotImplemented($"?{missing}");

        var scope = target switch
        {
            { Bucket: null } => S3Scope.Service,
            { Key: null } => S3Scope.Bucket,
            _ => S3Scope.Object,
        };
        var found = All.FirstOrDefault(operation =>
            operation.Scope == scope && operation.Method == request.Method && (operation.Parameter is null || request.Query.ContainsKey(operation.Parameter)))
            ?? throw S3Refusals.MethodNotAllowed();

        return request.Headers.ContainsKey("x-amz-copy-source") ? found.Copying() : found;
    }

    /// <summary>What a policy calls the operation on a version that is named by its id: s3:GetObjectVersion and so on.</summary>
    public string VersionAction => Action switch
    {
        "s3:GetObject" or "s3:DeleteObject" or "s3:GetObjectTagging" or "s3:PutObjectTagging" or "s3:DeleteObjectTagging" =>
            Action.Replace("Object", "ObjectVersion", StringComparison.Ordinal),
        _ => Action,
    };

    private S3Operation Copying() => Name switch
    {
        "PutObject" => this with { Name = "CopyObject" },
        "UploadPart" => this with { Name = "UploadPartCopy" },
        _ => this,
    };
}

internal enum S3Scope
{
    Service,
    Bucket,
    Object,
}

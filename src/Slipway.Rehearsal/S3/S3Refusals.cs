using System.Net;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>What S3 says no with.</summary>
internal static class S3Refusals
{
    public static AwsError NoSuchBucket() => new("NoSuchBucket", "The specified bucket does not exist", HttpStatusCode.NotFound);

    public static AwsError NoSuchKey() => new("NoSuchKey", "The specified key does not exist.", HttpStatusCode.NotFound);

    public static AwsError NoSuchVersion() => new("NoSuchVersion", "The specified version does not exist.", HttpStatusCode.NotFound);

    public static AwsError NoSuchUpload() => new(
        "NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.", HttpStatusCode.NotFound);

    public static AwsError AccessDenied(string why = "Access Denied") => new("AccessDenied", why, HttpStatusCode.Forbidden);

    public static AwsError InvalidBucketName() => new("InvalidBucketName", "The specified bucket is not valid.");

    public static AwsError BucketAlreadyExists() => new(
        "BucketAlreadyExists",
        "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
        HttpStatusCode.Conflict);

    public static AwsError BucketAlreadyOwnedByYou() => new(
        "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.", HttpStatusCode.Conflict);

    public static AwsError BucketNotEmpty() => new("BucketNotEmpty", "The bucket you tried to delete is not empty", HttpStatusCode.Conflict);

    public static AwsError PreconditionFailed() => new(
        "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", HttpStatusCode.PreconditionFailed);

    public static AwsError InvalidArgument(string message) => new("InvalidArgument", message);

    public static AwsError InvalidRequest(string message) => new("InvalidRequest", message);

    public static AwsError InvalidRange() => new("InvalidRange", "The requested range is not satisfiable", HttpStatusCode.RequestedRangeNotSatisfiable);

    public static AwsError InvalidPart() => new(
        "InvalidPart",
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.");

    public static AwsError MalformedXml() => new(
        "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");

    public static AwsError MethodNotAllowed() => new(
        "MethodNotAllowed", "The specified method is not allowed against this resource.", HttpStatusCode.MethodNotAllowed);

    /// <summary>S3's own words for what it does not do; here also for what the rehearsal cloud does not do.</summary>
    public static AwsError NotImplemented(string what) => new(
        "NotImplemented", $"A header or a parameter you provided implies functionality that is not implemented: {what}", HttpStatusCode.NotImplemented);
}

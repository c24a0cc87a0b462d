using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ECR;

public class ImageFailureCode(string value) : ConstantClass(value)
{
    public static readonly ImageFailureCode InvalidImageDigest = new("InvalidImageDigest");
    public static readonly ImageFailureCode InvalidImageTag = new("InvalidImageTag");
    public static readonly ImageFailureCode ImageTagDoesNotMatchDigest = new("ImageTagDoesNotMatchDigest");
    public static readonly ImageFailureCode ImageNotFound = new("ImageNotFound");
    public static readonly ImageFailureCode MissingDigestAndTag = new("MissingDigestAndTag");
    public static readonly ImageFailureCode ImageReferencedByManifestList = new("ImageReferencedByManifestList");
    public static readonly ImageFailureCode KmsError = new("KmsError");
    public static readonly ImageFailureCode UpstreamAccessDenied = new("UpstreamAccessDenied");
    public static readonly ImageFailureCode UpstreamTooManyRequests = new("UpstreamTooManyRequests");
    public static readonly ImageFailureCode UpstreamUnavailable = new("UpstreamUnavailable");
    public static readonly ImageFailureCode ImageInaccessible = new("ImageInaccessible");

    public static ImageFailureCode FindValue(string value) => FindValue<ImageFailureCode>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ImageFailureCode?(string? value) => FindValue<ImageFailureCode>(value);
}

public class ImageStatusFilter(string value) : ConstantClass(value)
{
    public static readonly ImageStatusFilter ACTIVE = new("ACTIVE");
    public static readonly ImageStatusFilter ARCHIVED = new("ARCHIVED");
    public static readonly ImageStatusFilter ACTIVATING = new("ACTIVATING");
    public static readonly ImageStatusFilter ANY = new("ANY");

    public static ImageStatusFilter FindValue(string value) => FindValue<ImageStatusFilter>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ImageStatusFilter?(string? value) => FindValue<ImageStatusFilter>(value);
}

public class TagStatus(string value) : ConstantClass(value)
{
    public static readonly TagStatus TAGGED = new("TAGGED");
    public static readonly TagStatus UNTAGGED = new("UNTAGGED");
    public static readonly TagStatus ANY = new("ANY");

    public static TagStatus FindValue(string value) => FindValue<TagStatus>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator TagStatus?(string? value) => FindValue<TagStatus>(value);
}

using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.CloudFront;

public class OriginGroupSelectionCriteria(string value) : ConstantClass(value)
{
    public static readonly OriginGroupSelectionCriteria Default = new("default");
    public static readonly OriginGroupSelectionCriteria MediaQualityBased = new("media-quality-based");

    public static OriginGroupSelectionCriteria FindValue(string value) => FindValue<OriginGroupSelectionCriteria>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator OriginGroupSelectionCriteria?(string? value) => FindValue<OriginGroupSelectionCriteria>(value);
}

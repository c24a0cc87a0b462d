using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.CloudFront;

public class ICPRecordalStatus(string value) : ConstantClass(value)
{
    public static readonly ICPRecordalStatus APPROVED = new("APPROVED");
    public static readonly ICPRecordalStatus SUSPENDED = new("SUSPENDED");
    public static readonly ICPRecordalStatus PENDING = new("PENDING");

    public static ICPRecordalStatus FindValue(string value) => FindValue<ICPRecordalStatus>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator ICPRecordalStatus?(string? value) => FindValue<ICPRecordalStatus>(value);
}

using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.IdentityManagement;

public class PermissionsBoundaryAttachmentType(string value) : ConstantClass(value)
{
    public static readonly PermissionsBoundaryAttachmentType PermissionsBoundaryPolicy = new("PermissionsBoundaryPolicy");

    public static PermissionsBoundaryAttachmentType FindValue(string value) => FindValue<PermissionsBoundaryAttachmentType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator PermissionsBoundaryAttachmentType?(string? value) => FindValue<PermissionsBoundaryAttachmentType>(value);
}

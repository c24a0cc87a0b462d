using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.RDS;

public class StorageEncryptionType(string value) : ConstantClass(value)
{
    public static readonly StorageEncryptionType None = new("none");
    public static readonly StorageEncryptionType SseKms = new("sse-kms");
    public static readonly StorageEncryptionType SseRds = new("sse-rds");

    public static StorageEncryptionType FindValue(string value) => FindValue<StorageEncryptionType>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator StorageEncryptionType?(string? value) => FindValue<StorageEncryptionType>(value);
}

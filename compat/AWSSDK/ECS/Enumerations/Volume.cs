using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.ECS;

public class EFSAuthorizationConfigIAM(string value) : ConstantClass(value)
{
    public static readonly EFSAuthorizationConfigIAM ENABLED = new("ENABLED");
    public static readonly EFSAuthorizationConfigIAM DISABLED = new("DISABLED");

    public static EFSAuthorizationConfigIAM FindValue(string value) => FindValue<EFSAuthorizationConfigIAM>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator EFSAuthorizationConfigIAM?(string? value) => FindValue<EFSAuthorizationConfigIAM>(value);
}

public class EFSTransitEncryption(string value) : ConstantClass(value)
{
    public static readonly EFSTransitEncryption ENABLED = new("ENABLED");
    public static readonly EFSTransitEncryption DISABLED = new("DISABLED");

    public static EFSTransitEncryption FindValue(string value) => FindValue<EFSTransitEncryption>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator EFSTransitEncryption?(string? value) => FindValue<EFSTransitEncryption>(value);
}

public class Scope(string value) : ConstantClass(value)
{
    public static readonly Scope Task = new("task");
    public static readonly Scope Shared = new("shared");

    public static Scope FindValue(string value) => FindValue<Scope>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator Scope?(string? value) => FindValue<Scope>(value);
}

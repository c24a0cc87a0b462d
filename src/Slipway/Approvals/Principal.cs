namespace Slipway.Approvals;

/// <summary>A caller of AWS.</summary>
/// <param name="Id">Unique and never used again: <c>AIDA...</c> of a user, <c>AROA...:session</c> of a role.</param>
internal sealed record Principal(string Arn, string Id)
{
    // Nobody can create a role of that name: Identity Center does, and names its sessions after the people who sign in.
    // https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
    private const string IdentityCenter = ":assumed-role/AWSReservedSSO_";

    /// <summary>
    /// Whether somebody with <paramref name="id"/> may be this very caller. Two sessions of a role may be: whoever assumes one gives it a name as
    /// they like; unless it is a role of Identity Center.
    /// </summary>
    public bool MayBe(string id) =>
        id == Id || (Role(id) is { } role && role == Role(Id) && !Arn.Contains(IdentityCenter, StringComparison.Ordinal));

    private static string? Role(string id) => id.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? id[..colon] : null;
}

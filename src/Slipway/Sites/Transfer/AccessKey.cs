namespace Slipway.Sites.Transfer;

/// <summary>What requests are signed with.</summary>
/// <param name="Token">Of temporary credentials; null: they last.</param>
internal sealed record AccessKey(string Id, string Secret, string? Token)
{
    public override string ToString() => "***";
}

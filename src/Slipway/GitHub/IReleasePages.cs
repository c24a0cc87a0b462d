namespace Slipway.GitHub;

/// <summary>The releases of a GitHub repository: what its page shows under Releases.</summary>
internal interface IReleasePages
{
    /// <summary>Writes the release of a tag, over what there is of it.</summary>
    /// <returns>Its address, and whether it is new.</returns>
    /// <exception cref="DeployException">GitHub refused, or could not be reached.</exception>
    Task<(string Url, bool IsNew)> Write(ReleasePage page, CancellationToken ct);
}

/// <param name="Tag">Made at <paramref name="Commit"/> where there is none of that name.</param>
/// <param name="Text">Markdown.</param>
internal sealed record ReleasePage(string Tag, string Commit, string Title, string Text);

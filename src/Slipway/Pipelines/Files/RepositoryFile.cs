namespace Slipway.Pipelines.Files;

/// <summary>A file of a repository.</summary>
/// <param name="Path">From the repository's root, with slashes.</param>
internal sealed record RepositoryFile(string Path, string Text);

namespace Nuke.Common.CI;

/// <summary>A host that builds without a person at it.</summary>
public interface IBuildServer
{
    /// <summary>The ref that is built, where the server tells.</summary>
    string? Branch { get; }

    /// <summary>The commit that is built, where the server tells.</summary>
    string? Commit { get; }
}

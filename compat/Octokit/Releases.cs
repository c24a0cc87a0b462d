namespace Octokit;

/// <summary>Whether a release is shown as the latest; GitHub wants it as text.</summary>
public enum MakeLatestQualifier
{
    True = 1,
    False = 2,
    Legacy = 3,
}

/// <summary>Booleans that are not set are sent as false, as Octokit does.</summary>
public class NewRelease(string tagName)
{
    public string TagName { get; private set; } = tagName;
    public string? TargetCommitish { get; set; }
    public string? Name { get; set; }
    public string? Body { get; set; }
    public bool Draft { get; set; }
    public bool Prerelease { get; set; }
    public string? DiscussionCategoryName { get; set; }
    public bool GenerateReleaseNotes { get; set; }
    public MakeLatestQualifier? MakeLatest { get; set; }
}

public class ReleaseUpdate
{
    public string? TagName { get; set; }
    public string? TargetCommitish { get; set; }
    public string? Name { get; set; }
    public string? Body { get; set; }
    public bool? Draft { get; set; }
    public bool? Prerelease { get; set; }
    public MakeLatestQualifier? MakeLatest { get; set; }
}

public class Release
{
    public long Id { get; private set; }
    public string? NodeId { get; private set; }
    public string? Url { get; private set; }
    public string? HtmlUrl { get; private set; }
    public string? TagName { get; private set; }
    public string? TargetCommitish { get; private set; }
    public string? Name { get; private set; }
    public string? Body { get; private set; }
    public bool Draft { get; private set; }
    public bool Prerelease { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }
}

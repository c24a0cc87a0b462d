using System.Text.Json.Nodes;

namespace Slipway.Images;

/// <summary>What every repository is set to.</summary>
internal static class RepositorySettings
{
    /// <summary>Begins the tag that names what an image was made from. Every image that Slipway pushes has one.</summary>
    public const string InputPrefix = "input-";

    /// <summary>Begins the tags of images that an environment runs, or has run.</summary>
    public const string LivePrefix = "live-";

    /// <summary>
    /// Keeps the ten newest images, and every image that is or was live. ECR applies rules in order of priority, and an image that a
    /// rule selects is out of reach for all later ones, whether that rule expires it or not ("How lifecycle policies work" in the ECR
    /// user guide): the first rule is there to select, not to expire. ECR has no rule that keeps; 9999 images is "never" to it.
    /// The second one selects by the input tag since commit tags have no common prefix.
    /// </summary>
    public static string LifecyclePolicy { get; } = new JsonObject
    {
        ["rules"] = new JsonArray(
            Rule(1, "What is or was live stays", LivePrefix, 9999),
            Rule(2, "Of the others, the ten newest stay", InputPrefix, 10)),
    }.ToJsonString();

    /// <summary>What differs from how a repository should be, in the order in which it is repaired.</summary>
    public static IReadOnlyList<RepositoryRepair> Repairs(ImageRepository repository, string? policy)
    {
        List<RepositoryRepair> repairs = [];
        if (!repository.Immutable)
            repairs.Add(RepositoryRepair.ImmutableTags);
        if (!repository.ScansOnPush)
            repairs.Add(RepositoryRepair.ScanOnPush);
        if (policy is null || !JsonNode.DeepEquals(JsonNode.Parse(policy), JsonNode.Parse(LifecyclePolicy)))
            repairs.Add(RepositoryRepair.LifecyclePolicy);
        return repairs;
    }

    private static JsonObject Rule(int priority, string description, string prefix, int count) => new()
    {
        ["rulePriority"] = priority,
        ["description"] = description,
        ["selection"] = new JsonObject
        {
            ["tagStatus"] = "tagged",
            ["tagPrefixList"] = new JsonArray(prefix),
            ["countType"] = "imageCountMoreThan",
            ["countNumber"] = count,
        },
        ["action"] = new JsonObject { ["type"] = "expire" },
    };
}

/// <summary>A setting of a repository that has to be put right.</summary>
internal enum RepositoryRepair
{
    ImmutableTags,
    ScanOnPush,
    LifecyclePolicy,
}

using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Slipway.Pipelines.Lint;

/// <summary>Rules for what a workflow takes from elsewhere.</summary>
internal static partial class ActionRules
{
    private const string Docker = "docker://";

    /// <summary>Whoever can move a tag runs code in the repository's jobs.</summary>
    public static IEnumerable<LintFinding> Unpinned(WorkflowDocument document) =>
        from use in Uses(document)
        let action = use.Scalar()!
        where !action.StartsWith("./", StringComparison.Ordinal) && !action.StartsWith(Docker, StringComparison.Ordinal) && !Commit().IsMatch(action)
        select document.Finding(use, "unpinned-action", $"{action} can become other code at any time: it names no commit", "owner/action@<the forty digits of a commit> # its version");

    /// <summary>The checkout leaves the job's token in the work tree, where every later step finds it.</summary>
    public static IEnumerable<LintFinding> KeptCredentials(WorkflowDocument document) =>
        from job in document.Jobs
        from step in job.Steps
        let use = step.Under("uses")
        where use?.Scalar()?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true
            && !string.Equals(step.Under("with")?.Under("persist-credentials")?.Scalar(), "false", StringComparison.OrdinalIgnoreCase)
        select document.Finding(use, "kept-credentials", "the checkout leaves the job's token in the work tree for every later step", "with: persist-credentials: false");

    /// <summary>What runs tomorrow must be what ran today.</summary>
    public static IEnumerable<LintFinding> LatestImages(WorkflowDocument document) =>
        from image in Images(document)
        let name = image.Scalar()!
        where !name.Contains("${{", StringComparison.Ordinal) && IsMoving(name.StartsWith(Docker, StringComparison.Ordinal) ? name[Docker.Length..] : name)
        select document.Finding(image, "latest-image", $"{name} is another image on another day", "the image's digest (name@sha256:...), or at least a version");

    private static IEnumerable<YamlNode> Uses(WorkflowDocument document) =>
        document.Jobs.SelectMany(job => job.Steps.Append(job.Node)).Select(node => node.Under("uses")).Where(use => use?.Scalar() is not null).Select(use => use!);

    private static IEnumerable<YamlNode> Images(WorkflowDocument document) =>
        document.Jobs.SelectMany(job => job.Node.Under("services") is YamlMappingNode services ? services.Children.Values.Append(job.Node.Under("container")) : [job.Node.Under("container")])
            .Select(container => container is YamlMappingNode ? container.Under("image") : container)
            .Concat(Uses(document).Where(use => use.Scalar()!.StartsWith(Docker, StringComparison.Ordinal)))
            .Where(image => image?.Scalar() is not null)
            .Select(image => image!);

    // A colon before the last slash belongs to the registry's port.
    private static bool IsMoving(string image) =>
        !image.Contains('@', StringComparison.Ordinal) && image[(image.LastIndexOf('/') + 1)..] is var last
        && (!last.Contains(':', StringComparison.Ordinal) || last.EndsWith(":latest", StringComparison.Ordinal));

    [GeneratedRegex("@[0-9a-f]{40}$")]
    private static partial Regex Commit();
}

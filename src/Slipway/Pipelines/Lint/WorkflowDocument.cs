using YamlDotNet.RepresentationModel;

namespace Slipway.Pipelines.Lint;

/// <summary>A workflow as it was read, with the lines on which things stand.</summary>
internal sealed record WorkflowDocument(string File, YamlMappingNode Root)
{
    public IEnumerable<WorkflowJob> Jobs =>
        Root.Under("jobs") is YamlMappingNode jobs ? jobs.Children.Where(job => job.Value is YamlMappingNode).Select(job => new WorkflowJob(job.Key, (YamlMappingNode)job.Value)) : [];

    /// <summary>The permissions that a job's token has; null: what the repository's settings say.</summary>
    public YamlNode? Permissions(WorkflowJob job) => job.Node.Under("permissions") ?? Root.Under("permissions");

    public LintFinding Finding(YamlNode at, string rule, string message, string @try) => Finding(at.Line(), rule, message, @try);

    public LintFinding Finding(int line, string rule, string message, string @try) => new(File, line, rule, message, @try);
}

/// <summary>A job of a workflow.</summary>
internal sealed record WorkflowJob(YamlNode Key, YamlMappingNode Node)
{
    public string Id => Key.Scalar() ?? "";

    public IEnumerable<YamlMappingNode> Steps => Node.Under("steps") is YamlSequenceNode steps ? steps.OfType<YamlMappingNode>() : [];
}

/// <summary>Ways through YAML that may not be there.</summary>
internal static class YamlNodes
{
    /// <summary>The value of a key; null: it is not there, or empty.</summary>
    public static YamlNode? Under(this YamlNode node, string key) =>
        node is YamlMappingNode map && map.Children.FirstOrDefault(entry => entry.Key.Scalar() == key).Value is { } value && value.Scalar() != "" ? value : null;

    /// <summary>Null: it is no scalar.</summary>
    public static string? Scalar(this YamlNode node) => (node as YamlScalarNode)?.Value;

    public static int Line(this YamlNode node) => (int)node.Start.Line;
}

using YamlDotNet.RepresentationModel;

namespace Slipway.Pipelines.Lint;

/// <summary>A pipeline in a template as it was read, with the lines on which things stand.</summary>
internal sealed record PipelineDocument(string File, YamlMappingNode Properties)
{
    /// <summary>The pipelines of a template.</summary>
    public static IEnumerable<PipelineDocument> In(string file, YamlMappingNode template) =>
        from resource in template.Under("Resources") is YamlMappingNode resources ? resources.Children.Values : []
        where resource.Under("Type").Text() == "AWS::CodePipeline::Pipeline"
        let properties = resource.Under("Properties") as YamlMappingNode
        where properties is not null
        select new PipelineDocument(file, properties);

    public IReadOnlyList<PipelineStage> Stages { get; } =
        [.. Properties.Under("Stages").Items().OfType<YamlMappingNode>().Select((stage, number) => new PipelineStage(stage, number))];

    public IEnumerable<PipelineStageAction> Actions => Stages.SelectMany(stage => stage.Actions);

    /// <summary>The conditions of all stages with what they stand under: <c>BeforeEntry</c>, <c>OnSuccess</c> or <c>OnFailure</c>.</summary>
    public IEnumerable<(PipelineStage Stage, string When, YamlMappingNode Condition)> Conditions =>
        from stage in Stages
        from when in PipelineStage.Moments
        from branch in stage.Node.Under(when).Branches()
        from condition in branch.Under("Conditions").Items().OfType<YamlMappingNode>()
        select (stage, when, condition);

    public LintFinding Finding(YamlNode at, string rule, string message, string @try) => new(File, at.Line(), rule, message, @try);
}

/// <summary>A stage of a pipeline in a template.</summary>
/// <param name="Number">Counted from zero.</param>
internal sealed record PipelineStage(YamlMappingNode Node, int Number)
{
    /// <summary>When a stage asks conditions.</summary>
    public static readonly IReadOnlyList<string> Moments = ["BeforeEntry", "OnSuccess", "OnFailure"];

    public string Name => Node.Under("Name").Text() ?? $"{Number + 1}";

    public IEnumerable<PipelineStageAction> Actions => Node.Under("Actions").Items().OfType<YamlMappingNode>().Select(action => new PipelineStageAction(action, this));
}

/// <summary>An action of a pipeline in a template.</summary>
internal sealed record PipelineStageAction(YamlMappingNode Node, PipelineStage Stage)
{
    public string Name => Node.Under("Name").Text() ?? "without a name";

    public int Order => int.TryParse(Node.Under("RunOrder").Text(), out var order) ? order : 1;

    public string? Category => Node.Under("ActionTypeId")?.Under("Category").Text();

    /// <summary>Whether it has succeeded when another one begins.</summary>
    public bool IsBefore(PipelineStageAction other) => Stage.Number < other.Stage.Number || (Stage.Number == other.Stage.Number && Order < other.Order);
}

/// <summary>Ways through a template that may not be there. What a function of CloudFormation gives is not known, and never against a rule.</summary>
internal static class TemplateNodes
{
    /// <summary>The text of a scalar; null: it is none, or a function such as <c>!Ref</c> gives it.</summary>
    public static string? Text(this YamlNode? node) => node is YamlScalarNode scalar && !scalar.IsFunction() ? scalar.Value : null;

    public static IEnumerable<YamlNode> Items(this YamlNode? node) => node is YamlSequenceNode list && !list.IsFunction() ? list : [];

    /// <summary>What it may be: itself, or what stands in <c>Fn::If</c>.</summary>
    public static IEnumerable<YamlNode> Branches(this YamlNode? node) =>
        node is null ? []
        : node is YamlSequenceNode { Tag.Value: "!If" } shortForm ? shortForm.Skip(1).SelectMany(Branches)
        : node.Under("Fn::If") is YamlSequenceNode longForm ? longForm.Skip(1).SelectMany(Branches)
        : [node];

    /// <summary>Every text in it and under it, with where it stands.</summary>
    public static IEnumerable<YamlScalarNode> Texts(this YamlNode? node) => node switch
    {
        YamlScalarNode scalar => [scalar],
        YamlMappingNode map => map.Children.Values.SelectMany(Texts),
        YamlSequenceNode list => list.SelectMany(Texts),
        _ => [],
    };

    private static bool IsFunction(this YamlNode node) => !node.Tag.IsEmpty && node.Tag.Value is ['!', _, ..];
}

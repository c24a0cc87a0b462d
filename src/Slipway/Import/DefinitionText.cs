using System.Text;

namespace Slipway.Import;

/// <summary>Writes a definition as C#, with a comment for everything that was read and is no member of it.</summary>
internal sealed class DefinitionText(Imported imported, ImportNames names)
{
    private const int Member = 16;

    private readonly StringBuilder _text = new();
    private readonly ServiceText _service = new(imported, names);

    public string Write()
    {
        Line(0, "using Slipway;");
        Line(0, "");
        Line(0, $"// Imported from the task definition {CSharpText.Comment(imported.Task.Family ?? "without a family")}. What a comment asks for is for you to say; then add {names.ClassName}.Application to IShip.Applications.");
        Line(0, $"static class {names.ClassName}");
        Line(0, "{");
        Line(4, $"public static readonly Application Application = new({CSharpText.Literal(names.Application)})");
        Line(4, "{");
        Line(8, "Environments =");
        Line(8, "[");
        Line(12, "DeployEnvironment.Local,");
        Place();
        Line(8, "],");
        Line(8, "Services =");
        Line(8, "[");
        foreach (var (indent, line) in _service.Lines())
            Line(12 + indent, line);

        Line(8, "],");
        Line(4, "};");
        Line(0, "}");
        Comments("What was not understood. Nothing in a definition says these; decide about each, and delete its line.", imported.Left);
        Comments("What needs nothing in the definition: Slipway says it by itself, or it belongs to the thing that was imported.", imported.Notes);
        return _text.ToString();
    }

    private void Place()
    {
        if (imported.Place is not { } place)
        {
            Line(12, "// Neither account nor region is said: new(\"dev\") { Account = \"...\", Region = \"...\", Infrastructure = ... }");
            Was(12);
            return;
        }

        Line(12, $"new({CSharpText.Literal(names.Environment)})");
        Line(12, "{");
        Line(Member, $"Account = {CSharpText.Literal(place.Account)},");
        Line(Member, $"Region = {CSharpText.Literal(place.Region)},");
        if (imported.Service is { Cluster: { } cluster } service)
        {
            Written(service, cluster);
        }
        else
        {
            Line(Member, "Infrastructure = Infrastructure.ByConvention, // its names: docs/first-deploy.md of Slipway. Or write down what is there.");
            Was(Member);
        }

        Line(12, "},");
    }

    /// <summary>What was there, for whoever writes it down.</summary>
    private void Was(int indent)
    {
        if (imported.Task.ExecutionRole is { } execution)
            Line(indent, $"// The execution role was {CSharpText.Comment(execution)}");

        if (imported.Task.TaskRole is { } role)
            Line(indent, $"// The task role was {CSharpText.Comment(role)}");

        if (imported.Service is not { } service)
            return;

        foreach (var line in Network(service).Prepend($"Cluster = {CSharpText.Literal(service.Cluster ?? "")},").Append($"target group {CSharpText.Literal(service.TargetGroup ?? "")}"))
            Line(indent, $"// The service had {line}");
    }

    private void Written(ImportedService service, string cluster)
    {
        Line(Member, "Infrastructure = new Infrastructure");
        Line(Member, "{");
        Line(Member + 4, $"Cluster = {CSharpText.Literal(cluster)},");
        foreach (var line in Network(service))
            Line(Member + 4, line);

        Line(Member + 4, $"ExecutionRole = {CSharpText.Literal(imported.Task.ExecutionRole ?? $"{names.Application}-{names.Environment}-execution")},{(imported.Task.ExecutionRole is null ? " // the task definition has none" : "")}");
        if (imported.Task.TaskRole is { } role)
            Line(Member + 4, $"TaskRole = {CSharpText.Literal(role)},");

        if (service.TargetGroup is { } group)
            Line(Member + 4, $"TargetGroups = new Dictionary<string, string> {{ [{CSharpText.Literal(names.Service)}] = {CSharpText.Literal(group)} }},");

        Line(Member, "},");
    }

    private static IEnumerable<string> Network(ImportedService service)
    {
        yield return $"Subnets = {CSharpText.List(service.Subnets)},";
        yield return $"SecurityGroups = {CSharpText.List(service.SecurityGroups)},";
        if (service.AssignPublicIp)
            yield return "AssignPublicIp = true,";
    }

    private void Comments(string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;

        Line(0, "");
        Line(0, $"// {title}");
        foreach (var line in lines)
            Line(0, $"//   {CSharpText.Comment(line)}");
    }

    private void Line(int indent, string text) => _text.Append(' ', text.Length == 0 ? 0 : indent).Append(text).Append('\n');
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Import;

/// <summary>Reads what the AWS CLI printed.</summary>
internal static class ImportInput
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <param name="service">What describe-services printed; null: not given.</param>
    /// <exception cref="DeployException">One of them is not what it should be.</exception>
    public static Imported Read(ImportText task, ImportText? service)
    {
        var whole = new Remainder(Parse(task), "");
        // describe-task-definition and register-task-definition wrap their answer; what is registered is not wrapped.
        var definition = whole.Object("taskDefinition") ?? whole;
        if (!definition.HasObjects("containerDefinitions"))
        {
            throw Wrong(
                task, $"it has no containerDefinitions; its members are {definition.Members}",
                "aws ecs describe-task-definition --task-definition FAMILY > task.json");
        }

        var family = definition.Peek("family");
        var read = TaskReader.Read(definition);
        var services = service is null ? null : new Remainder(Parse(service), "");
        var own = services is null ? null : ServiceReader.Read(One(services, service!, family));
        return new Imported(read, own, [.. whole.Notes, .. services?.Notes ?? []], [.. Lines(whole), .. services is null ? [] : Lines(services)]);
    }

    private static Remainder One(Remainder whole, ImportText text, string? family)
    {
        if (whole.Has("serviceArn") || whole.Has("serviceName"))
            return whole;

        if (whole.Object("service") is { } single)
            return single;

        var all = whole.Objects("services", "serviceName");
        var fitting = all.Count <= 1 ? all : [.. all.Where(one => one.Peek("taskDefinition")?.Contains($"/{family}:", StringComparison.Ordinal) == true)];
        if (fitting is [var only])
            return only;

        throw Wrong(
            text,
            all.Count == 0 ? $"it has no services; its members are {whole.Members}" : $"{fitting.Count} of its services run {family ?? "the task definition"}: {string.Join(", ", all.Select(one => one.Peek("serviceName") ?? "one without a name"))}",
            "aws ecs describe-services --cluster CLUSTER --services SERVICE > service.json");
    }

    private static JsonObject Parse(ImportText text)
    {
        try
        {
            var read = JsonNode.Parse(text.Json, documentOptions: Strict);
            DemandTexts(read);
            return read as JsonObject ?? throw Wrong(text, "it is JSON, but no object", "give the file that the AWS CLI's JSON output was written to");
        }
        catch (JsonException exception)
        {
            throw Wrong(text, $"it is not JSON: {exception.Message}", "give the file that the AWS CLI's JSON output was written to (--output json)", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw Wrong(text, $"a text in it is none: {exception.Message}", "look for a \\ud8.. to \\udf.. that stands alone, and correct it", exception);
        }
    }

    /// <summary>JSON may have halves of characters, and says so only to whoever reads the text.</summary>
    /// <exception cref="InvalidOperationException">A text has one.</exception>
    private static void DemandTexts(JsonNode? node)
    {
        if (node is JsonObject members)
        {
            foreach (var (_, member) in members)
                DemandTexts(member);
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
                DemandTexts(item);
        }
        else if (node?.GetValueKind() == JsonValueKind.String)
        {
            _ = node.GetValue<string>();
        }
    }

    private static IEnumerable<string> Lines(Remainder remainder) => remainder.Left.Select(left => $"{left.Path}: {CSharpText.Json(left.Value)}");

    private static DeployException Wrong(ImportText text, string seen, string attempt, Exception? inner = null) => new(
        $"""
         {text.File} cannot be imported. Nothing was changed.
           seen  {seen}
           try   {attempt}
         """,
        Verdict.Usage, inner);
}

/// <param name="File">As it was given.</param>
internal sealed record ImportText(string File, string Json);

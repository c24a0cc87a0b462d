using System.Text.Json;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Nuke.Common.Parameters;

/// <summary>
/// The values in <c>.nuke/parameters.json</c> and, before it, in the files of the profiles, the last one named first. Keys are parameter names in
/// their exact case. Lists must be JSON arrays. Relative paths begin at the root.
/// </summary>
internal sealed class ParameterFiles(AbsolutePath root, IReadOnlyList<string> profiles)
{
    private static readonly JsonDocumentOptions Tolerant = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly Lazy<IReadOnlyList<ParameterFile>> _files = new(() => Load(root, profiles));

    public GivenValue? Find(ParameterMember parameter)
    {
        foreach (var (file, values) in _files.Value)
        {
            if (values.TryGetValue(parameter.Name, out var value) && value.ValueKind != JsonValueKind.Null)
                return Given(parameter, value, $".nuke/{file}");

            if (values.Keys.FirstOrDefault(key => key.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase)) is { } other && other != parameter.Name)
                throw new UsageException($".nuke/{file} says '{other}'. Nothing was run.\n  try  write '{parameter.Name}': case counts in this file");
        }

        return null;
    }

    private GivenValue Given(ParameterMember parameter, JsonElement value, string file)
    {
        if (parameter.Secret)
        {
            throw new UsageException(
                $"""
                 {file} holds the secret {parameter.Name}. Nothing was run.
                   try  take it out of the file, and set the variable NUKE_{DashedName.Of(parameter.Name).Replace('-', '_').ToUpperInvariant()}
                 """);
        }

        if (value.ValueKind is JsonValueKind.Object || (value.ValueKind is JsonValueKind.Array) != parameter.Type.IsArray)
        {
            throw new UsageException(
                $"""
                 {file} gives {parameter.Name} as {value.ValueKind.ToString().ToLowerInvariant()}. Nothing was run.
                   valid  {(parameter.Type.IsArray ? "an array of values" : "one value")}
                 """);
        }

        IReadOnlyList<string> texts = value.ValueKind is JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(element => element.ToString())]
            : [value.ToString()];
        return new(texts, file, root, Split: false);
    }

    private static List<ParameterFile> Load(AbsolutePath root, IReadOnlyList<string> profiles)
    {
        var folder = root / ".nuke";
        var files = profiles.Reverse().Select(profile => Read(folder, $"parameters.{profile}.json") ?? throw Missing(folder, profile)).ToList();
        if (Read(folder, "parameters.json") is { } standard)
            files.Add(standard);

        return files;
    }

    private static ParameterFile? Read(AbsolutePath folder, string name)
    {
        if (!(folder / name).FileExists())
            return null;

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(folder / name), Tolerant);
            return new(name, document.RootElement.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.Clone(), StringComparer.Ordinal));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new UsageException($".nuke/{name} is not a JSON object of parameters. Nothing was run.\n  found  {exception.Message}");
        }
    }

    private sealed record ParameterFile(string Name, Dictionary<string, JsonElement> Values);

    private static UsageException Missing(AbsolutePath folder, string profile)
    {
        var known = Directory.EnumerateFiles(folder, "parameters.*.json").Select(file => Path.GetFileName(file)["parameters.".Length..^".json".Length]);
        return new(
            $"""
             There is no profile '{profile}': .nuke/parameters.{profile}.json does not exist. Nothing was run.
               valid  {(string.Join(", ", known.Order(StringComparer.Ordinal)) is { Length: > 0 } names ? names : "none")}
             """);
    }
}

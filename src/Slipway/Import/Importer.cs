using Slipway.Output;

namespace Slipway.Import;

/// <summary>Writes a first definition from what a team has on ECS already.</summary>
/// <param name="root">The repository's root.</param>
internal sealed class Importer(string root, IOutput output)
{
    private const string Folder = "build";

    /// <exception cref="DeployException">A file cannot be read, is not what it should be, or the definition's file exists already.</exception>
    public async Task Run(ImportWish wish, CancellationToken ct)
    {
        var imported = ImportInput.Read(await Text(wish.TaskDefinition, ct), wish.Service is { } service ? await Text(service, ct) : null);
        var names = ImportNames.Of(imported.Task, wish.Application, wish.Environment);
        var file = $"{Folder}/{names.ClassName}.cs";
        await Write(file, new DefinitionText(imported, names).Write(), ct);
        output.Emit(new DefinitionImported(file, names.ClassName, imported.Left));
    }

    private async Task<ImportText> Text(string file, CancellationToken ct)
    {
        try
        {
            return new ImportText(file, await File.ReadAllTextAsync(Path.Combine(root, file), ct));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new DeployException(
                $"""
                 {file} could not be read. Nothing was changed.
                   seen  {exception.Message}
                   try   aws ecs describe-task-definition --task-definition FAMILY > task.json, and --task-definition task.json
                 """,
                Verdict.Usage, exception);
        }
    }

    /// <summary>Never over a file that is there.</summary>
    private async Task Write(string file, string text, CancellationToken ct)
    {
        var path = Path.Combine(root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            await using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            await using var writer = new StreamWriter(stream);
            await writer.WriteAsync(text.AsMemory(), ct);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new DeployException(
                $"""
                 {file} exists already. Nothing was changed.
                   try  --application NAME, which gives the definition another name, or move the file away
                 """,
                Verdict.Refused, exception);
        }
    }
}

/// <summary>What is imported.</summary>
/// <param name="TaskDefinition">File, relative to the repository's root, of <c>aws ecs describe-task-definition</c>.</param>
/// <param name="Service">File of <c>aws ecs describe-services</c>; null: none.</param>
/// <param name="Application">Name of the application; null: after the task definition's family.</param>
/// <param name="Environment">Name of the environment; null: likewise.</param>
internal sealed record ImportWish(string TaskDefinition, string? Service, string? Application, string? Environment);

/// <summary>A definition was written.</summary>
/// <param name="Left">What was not understood.</param>
internal sealed record DefinitionImported(string File, string ClassName, IReadOnlyList<string> Left) : OutputEvent
{
    public override EventKind Kind => EventKind.Success;

    public override string Text => string.Join('\n',
    [
        $"{File} is new. Read its comments, then add {ClassName}.Application to IShip.Applications.",
        .. Left.Count == 0 ? [] : (string[])[$"  {Left.Count} {(Left.Count == 1 ? "part was" : "parts were")} not understood and {(Left.Count == 1 ? "is a comment" : "are comments")} at its end:", .. Left.Select(left => $"    {left}")],
    ]);
}

using System.Text.Json.Nodes;
using Slipway.Images;
using Slipway.Output;

namespace Slipway.Pipelines.CodePipeline;

/// <summary>
/// What the action of CodePipeline that deploys to ECS by itself reads: for each container of a service its image, by digest, so that what was pushed is what runs:
/// https://docs.aws.amazon.com/codepipeline/latest/userguide/file-reference.html
/// </summary>
/// <param name="Service">Of which there is one file each.</param>
internal sealed record ImageDefinitions(string Service, string Json)
{
    public string FileName => $"imagedefinitions-{Service}.json";

    /// <summary>In the order of the services.</summary>
    public static IReadOnlyList<ImageDefinitions> Of(IReadOnlyList<ShippedImage> images) =>
    [
        .. images.GroupBy(image => image.Service, StringComparer.Ordinal).Select(service => new ImageDefinitions(
            service.Key,
            new JsonArray([.. service.Select(image => (JsonNode)new JsonObject { ["name"] = image.Container, ["imageUri"] = image.Reference })]).ToJsonString())),
    ];

    /// <summary>Writes the files, and the folder where it is missing.</summary>
    public static async Task Write(IReadOnlyList<ImageDefinitions> all, string folder, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        foreach (var one in all)
            await File.WriteAllTextAsync(Path.Combine(folder, one.FileName), one.Json, ct);
    }
}

/// <summary>The images are written down for whoever deploys them.</summary>
/// <param name="Folder">As it was given.</param>
internal sealed record ImagesDefined(string Folder, IReadOnlyList<string> Files) : OutputEvent
{
    public override string Text => $"{Folder} has {string.Join(", ", Files)}";
}

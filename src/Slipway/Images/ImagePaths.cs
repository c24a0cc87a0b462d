namespace Slipway.Images;

/// <summary>Tells which files of the repository an image is made from, without reading any.</summary>
internal static class ImagePaths
{
    /// <summary>Whether one of <paramref name="files"/> is in its context, is its Dockerfile, or is read by what prepares it.</summary>
    /// <param name="files">Relative to the repository's root, with slashes.</param>
    public static bool IsMadeFrom(DockerImage image, IReadOnlyList<string> files)
    {
        IReadOnlyList<string> places = [.. new[] { image.Context, $"{image.Context}/{image.Dockerfile}" }.Concat(image.Prepare?.Inputs ?? []).Select(Plain)];
        return files.Any(file => places.Any(place => place.Length == 0 || file == place || file.StartsWith(place + "/", StringComparison.Ordinal)));
    }

    /// <summary>Without <c>.</c> and <c>..</c>; empty: the repository's root, or what is outside of it.</summary>
    private static string Plain(string path)
    {
        List<string> parts = [];
        foreach (var part in path.Split('/', '\\').Where(part => part is not ("" or ".")))
        {
            if (part != "..")
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
        }

        return string.Join('/', parts);
    }
}

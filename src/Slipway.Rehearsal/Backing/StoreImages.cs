using System.Security.Cryptography;
using System.Text;
using Slipway.Rehearsal.Engine;

namespace Slipway.Rehearsal.Backing;

/// <summary>Makes the images of data stores from Debian's packages: once for each set of package versions, and kept in the engine.</summary>
/// <param name="packages">With everything that they depend on.</param>
/// <param name="folder">Where packages are unpacked meanwhile.</param>
internal sealed class StoreImages(DockerApi docker, DebianPackages packages, string folder, Action<string> progress) : IDisposable
{
    // apt shares its cache of packages: two that download at once would get into each other's way.
    private readonly SemaphoreSlim _turn = new(1);

    /// <inheritdoc cref="IStoreContainers.Image"/>
    public async Task<string> Ensure(BackingEngine engine, string? last, CancellationToken ct)
    {
        if (last is not null && await Exists(last, ct))
            return last;

        await _turn.WaitAsync(ct);
        try
        {
            var files = await packages.Fetch(engine.Packages, progress, ct);
            var image = Name(engine, files);
            if (!await Exists(image, ct))
                await Make(engine, files, image, ct);

            return image;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>The versions stand in the names of the packages' files.</summary>
    internal static string Name(BackingEngine engine, IEnumerable<string> files)
    {
        var content = string.Join('\n', files.Order(StringComparer.Ordinal).Concat(engine.Files).Prepend($"{StoreImageFiles.Making}"));
        return $"slipway-backing/{engine.Name}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..12]}";
    }

    private async Task Make(BackingEngine engine, IReadOnlyList<string> files, string image, CancellationToken ct)
    {
        progress($"Making an image of {engine.Title} from {files.Count} Debian packages");
        var work = Path.Combine(folder, engine.Name);
        // Left over when the cloud was killed here.
        if (Directory.Exists(work))
            Directory.Delete(work, recursive: true);

        try
        {
            var unpacked = Path.Combine(work, "unpacked");
            await packages.Extract([.. files.Where(StoreImageFiles.NeedsPackage)], unpacked, ct);
            var archive = new FileStream(Path.Combine(work, "image.tar"), FileMode.Create, FileAccess.ReadWrite);
            await using (archive)
            {
                StoreImageFiles.Write(engine, unpacked, archive);
                archive.Position = 0;
                await Import(archive, image, ct);
            }
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private async Task Import(Stream archive, string image, CancellationToken ct)
    {
        var path = $"images/create?fromSrc=-&repo={Uri.EscapeDataString(image.Split(':')[0])}&tag={image.Split(':')[1]}";
        try
        {
            await foreach (var line in docker.Lines(path, registryAuth: null, archive, ct))
            {
                if ((string?)line["error"] is { } error)
                    throw Refused(error);
            }
        }
        catch (DockerApiException exception)
        {
            throw Refused(exception.Message, exception);
        }

        DeployException Refused(string reason, Exception? inner = null) => new(
            $"""
             The image {image} could not be made. Nothing was changed.
               reason  {reason}
               try     make room on the disk of the Docker Engine, or restart it
             """,
            inner: inner);
    }

    private async Task<bool> Exists(string image, CancellationToken ct) => await docker.Get($"images/{image}/json", ct) is not null;
}

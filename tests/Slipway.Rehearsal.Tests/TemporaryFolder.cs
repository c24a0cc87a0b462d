namespace Slipway.Rehearsal;

/// <summary>A folder that lasts as long as a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("slipway-rehearsal-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

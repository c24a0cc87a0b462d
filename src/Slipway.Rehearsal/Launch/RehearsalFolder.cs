using Slipway.Rehearsal.Engine;

namespace Slipway.Rehearsal.Launch;

/// <summary>Where a rehearsal cloud keeps everything.</summary>
internal sealed record RehearsalFolder(string Path)
{
    /// <summary>That of a repository.</summary>
    public static RehearsalFolder Of(string root) => new(System.IO.Path.GetFullPath(System.IO.Path.Combine(root, ".nuke", "temp", "rehearsal")));

    public string Log => System.IO.Path.Combine(Path, "cloud.log");
    public string Binaries => System.IO.Path.Combine(Path, "bin");

    /// <summary>Where the private Docker Engine of a cloud in this folder lives.</summary>
    public string Docker => System.IO.Path.Combine(Path, "docker");

    public EngineSettings Engine => EngineSettings.For(Docker);
}

namespace Slipway.Rehearsal.Engine;

/// <summary>The facts about this machine that decide whether it can have a private Docker Engine.</summary>
/// <param name="OsId">ID and ID_LIKE of os-release, separated by spaces; null when it is not Linux.</param>
/// <param name="OsName">PRETTY_NAME of os-release, or what the system calls itself.</param>
internal sealed record Machine(bool Root, string? OsId, string OsName)
{
    public bool IsDebian => OsId is not null && OsId.Split(' ').Any(id => id is "debian" or "ubuntu");

    public static Machine This()
    {
        if (!OperatingSystem.IsLinux())
            return new Machine(false, null, System.Runtime.InteropServices.RuntimeInformation.OSDescription);

        var facts = File.Exists("/etc/os-release")
            ? File.ReadLines("/etc/os-release").Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2)
                .ToDictionary(parts => parts[0], parts => parts[1].Trim('"'), StringComparer.Ordinal)
            : [];
        var id = $"{facts.GetValueOrDefault("ID")} {facts.GetValueOrDefault("ID_LIKE")}".Trim();
        return new Machine(Environment.IsPrivilegedProcess, id, facts.GetValueOrDefault("PRETTY_NAME", "Linux"));
    }

    /// <summary>What to tell when no usable Docker Engine was found and none can be started; null when one can be.</summary>
    public string? WhyNoPrivateEngine(IReadOnlyList<string> found)
    {
        if (Root && IsDebian)
            return null;

        var tryThis = OsId is null
            ? "run the rehearsal on Linux: a Docker Desktop engine, in its virtual machine, cannot reach a registry on this machine's loopback"
            : IsDebian
                ? "install Docker Engine (apt-get install docker.io) and join its group (usermod -aG docker $USER), or run as root: a private engine is used then"
                : "install Docker Engine (https://docs.docker.com/engine/install/) and start it";
        return $"""
                No Docker Engine is there for the rehearsal's containers. Nothing was changed.
                  found    {string.Join("; ", found.DefaultIfEmpty("no Docker Engine"))}
                  machine  {OsName}, {(Root ? "root" : "not root")}
                  try      {tryThis}
                """;
    }
}

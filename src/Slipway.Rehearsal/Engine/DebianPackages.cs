using Slipway.Processes;

namespace Slipway.Rehearsal.Engine;

/// <summary>
/// Fetches Debian packages, with what they depend on and this machine lacks, and unpacks them into a folder. apt resolves, downloads
/// and verifies; nothing is installed, and neither its package lists nor its cache are touched.
/// </summary>
internal sealed class DebianPackages(IProcesses processes, string cache)
{
    /// <summary>Take everything that they depend on, the C library too, as if this machine had nothing: what an image needs.</summary>
    public bool Whole { get; init; }

    public async Task Unpack(IReadOnlyList<string> packages, string folder, Action<string> progress, CancellationToken ct) =>
        await Extract(await Fetch(packages, progress, ct), folder, ct);

    /// <summary>Downloads what is not in the cache yet; the file names, which hold the versions.</summary>
    public async Task<IReadOnlyList<string>> Fetch(IReadOnlyList<string> packages, Action<string> progress, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.Combine(cache, "partial"));
        var files = await Download(packages, [], progress, ct);
        if (files is null)
        {
            // Lists are empty on a fresh machine, and stale ones name files that are gone: take fresh ones, in a folder of our own.
            progress("Reading Debian's package lists");
            var own = await PrivateLists(ct);
            files = await Download(packages, own, progress, ct) ?? throw new DeployException(
                $"""
                 Debian's packages {string.Join(", ", packages)} could not be fetched. Nothing was changed.
                   reason   {_lastError.Trim().ReplaceLineEndings("\n           ")}
                   try      apt-get update, check the network{(Whole ? "" : ", or install Docker Engine yourself")}
                 """);
        }

        return files;
    }

    /// <summary>Unpacks fetched packages over each other.</summary>
    public async Task Extract(IReadOnlyList<string> files, string folder, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in files)
            await Must(new Command("dpkg-deb", "-x", Path.Combine(cache, file), folder), ct);
    }

    private string _lastError = "";

    /// <summary>File names of the packages, downloaded; null when apt could not.</summary>
    private async Task<IReadOnlyList<string>?> Download(
        IReadOnlyList<string> packages, IReadOnlyList<string> lists, Action<string> progress, CancellationToken ct)
    {
        IReadOnlyList<string> install =
        [
            "install", "--yes", "--quiet", "--no-install-recommends", "--no-upgrade",
            "-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User=root", .. Installed(), .. lists, .. packages,
        ];
        // apt leaves packages that it has already out of the list: ask as if there were none.
        var none = Path.Combine(cache, "none");
        Directory.CreateDirectory(Path.Combine(none, "partial"));
        var planned = await processes.Run(new Command("apt-get", ["--print-uris", "-o", $"Dir::Cache::archives={none}", .. install]) { Environment = C }, null, ct);
        _lastError = planned.Error;
        if (planned.ExitCode != 0)
            return null;

        var files = Wanted(planned.Output);
        var missing = files.Where(file => !File.Exists(Path.Combine(cache, file.Name))).ToList();
        if (missing.Count > 0)
        {
            progress($"Downloading {missing.Count} Debian packages ({missing.Sum(file => file.Bytes) / 1_000_000} MB): {string.Join(", ", missing.Select(file => file.Name.Split('_')[0]))}");
            var downloaded = await processes.Run(new Command("apt-get", ["--download-only", "-o", $"Dir::Cache::archives={cache}", .. install]) { Environment = C }, null, ct);
            _lastError = downloaded.Error;
            if (downloaded.ExitCode != 0)
                return null;
        }

        return [.. files.Select(file => file.Name)];
    }

    /// <summary>What apt is to take for installed. Its caches follow from that, so that the machine's own must not be written.</summary>
    private IReadOnlyList<string> Installed()
    {
        if (!Whole)
            return [];

        var nothing = Path.Combine(cache, "nothing-installed");
        File.Create(nothing).Dispose();
        return ["-o", $"Dir::State::status={nothing}", "-o", "Dir::Cache::pkgcache=", "-o", "Dir::Cache::srcpkgcache="];
    }

    /// <summary>Names and sizes in lines such as <c>'http://.../a_1.deb' a_1_amd64.deb 123 MD5Sum:...</c>.</summary>
    internal static IReadOnlyList<(string Name, long Bytes)> Wanted(string uris) =>
    [
        .. from line in uris.Split('\n')
           where line.StartsWith('\'')
           let fields = line[(line.IndexOf('\'', 1) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)
           where fields.Length >= 2 && fields[0].EndsWith(".deb", StringComparison.Ordinal)
           select (fields[0], long.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture)),
    ];

    private async Task<IReadOnlyList<string>> PrivateLists(CancellationToken ct)
    {
        var lists = Path.Combine(cache, "lists");
        Directory.CreateDirectory(Path.Combine(lists, "partial"));
        IReadOnlyList<string> options = ["-o", $"Dir::State::lists={lists}", "-o", "Dir::Cache::pkgcache=", "-o", "Dir::Cache::srcpkgcache="];

        // Hooks that run after an update belong to the system's lists: an own configuration without them, and nothing beside it.
        var configuration = await Must(new Command("apt-config", "dump"), ct);
        var file = Path.Combine(cache, "apt.conf");
        await File.WriteAllLinesAsync(
            file,
            configuration.Output.Split('\n').Where(line => !line.Contains("-Invoke", StringComparison.Ordinal) && !line.StartsWith("Dir::Etc::parts", StringComparison.OrdinalIgnoreCase) && !line.StartsWith("Dir::Etc::main", StringComparison.OrdinalIgnoreCase))
                .Append("Dir::Etc::parts \"/dev/null\";").Append("Dir::Etc::main \"/dev/null\";"),
            ct);
        var update = new Command("apt-get", ["update", "--quiet", "-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User=root", .. options])
        {
            Environment = new Dictionary<string, string?>(C) { ["APT_CONFIG"] = file },
        };
        _lastError = (await processes.Run(update, null, ct)).Error;
        return options;
    }

    private static Dictionary<string, string?> C => new() { ["LC_ALL"] = "C", ["DEBIAN_FRONTEND"] = "noninteractive" };

    private async Task<CommandResult> Must(Command command, CancellationToken ct)
    {
        var result = await processes.Run(command, null, ct);
        return result.ExitCode == 0 ? result : throw new DeployException(
            $"""
             {command.Executable} ended with {result.ExitCode}. Nothing was installed.
               command  {command}
               reason   {result.Error.Trim()}
             """);
    }
}

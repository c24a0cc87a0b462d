using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Slipway.Rehearsal.Engine;

/// <summary>Where a private Docker Engine keeps what; all of it follows from its folder, so that two checkouts never meet.</summary>
/// <param name="Folder">Usually <c>.nuke/temp/docker</c>.</param>
/// <param name="Packages">Where downloaded packages are kept.</param>
internal sealed record EngineSettings(string Folder, string Packages)
{
    private string Key { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Folder)))[..8];

    public string Unpacked => Path.Combine(Folder, "unpacked");
    public string Scripts => Path.Combine(Folder, "scripts");
    public string Log => Path.Combine(Folder, "engine.log");

    /// <summary>The bridge and the cgroup; Linux allows a network device 15 characters.</summary>
    public string Name => $"slipway{Key}";

    /// <summary>Short, because the path of a socket has at most 108 bytes.</summary>
    public string Runtime => $"/run/{Name}";

    public string Socket => $"{Runtime}/docker.sock";

    public static EngineSettings For(string folder, string? packages = null)
    {
        var full = Path.GetFullPath(folder);
        return new EngineSettings(full, Path.GetFullPath(packages ?? Path.Combine(full, "packages")));
    }

    /// <summary>What the scripts are given.</summary>
    public Dictionary<string, string?> Environment(string gateway, string storage, bool makesKey) => new(StringComparer.Ordinal)
    {
        ["SLIPWAY_NAME"] = Name,
        ["SLIPWAY_RUN"] = Runtime,
        ["SLIPWAY_DATA"] = Path.Combine(Folder, $"data-{storage}"),
        ["SLIPWAY_BIN"] = Unpacked,
        ["SLIPWAY_SCRIPTS"] = Scripts,
        ["SLIPWAY_GATEWAY"] = gateway,
        ["SLIPWAY_STORAGE"] = storage,
        ["SLIPWAY_KEY"] = makesKey ? "1" : "",
        ["PATH"] = string.Join(':', new[] { "usr/sbin", "usr/bin", "sbin", "bin" }.Select(bin => Path.Combine(Unpacked, bin))
            .Append(System.Environment.GetEnvironmentVariable("PATH")).Append("/usr/sbin:/usr/bin:/sbin:/bin")),
        ["LD_LIBRARY_PATH"] = string.Join(':', Libraries()),
    };

    private IEnumerable<string> Libraries() =>
        from lib in new[] { "usr/lib", "lib" }
        let folder = Path.Combine(Unpacked, lib)
        where Directory.Exists(folder)
        from architecture in Directory.GetDirectories(folder, "*-linux-gnu*")
        select architecture;

    /// <summary>
    /// A gateway address with its /24 that no route of this machine covers, beginning at a place that depends on the folder.
    /// </summary>
    /// <param name="routes">Lines of /proc/net/route: destination and mask in columns 1 and 7, little-endian hexadecimal.</param>
    public string Gateway(IEnumerable<string> routes)
    {
        var used = routes.Skip(1).Select(line => line.Split('\t', StringSplitOptions.TrimEntries)).Where(columns => columns.Length > 7)
            .Select(columns => (Address: Number(columns[1]), Mask: Number(columns[7]))).Where(route => route.Mask != 0).ToList();
        var first = int.Parse(Key[..2], System.Globalization.NumberStyles.HexNumber, null);
        string[] pools = ["10.213", "172.29", "192.168", "198.18"];

        return pools.SelectMany(pool => Enumerable.Range(0, 256).Select(i => $"{pool}.{(first + i) % 256}"))
            .FirstOrDefault(network => !used.Any(route => Overlaps(route, network))) is { } free
            ? $"{free}.1/24"
            : throw new DeployException("""
                                        No free /24 network is left for the private Docker Engine's bridge. Nothing was changed.
                                          tried    10.213.*, 172.29.*, 192.168.* and 198.18.*
                                          try      ip route, and take a route away that covers all of them (a VPN's, mostly)
                                        """);

        static uint Number(string hex) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(uint.Parse(hex, System.Globalization.NumberStyles.HexNumber, null));

        static bool Overlaps((uint Address, uint Mask) route, string network)
        {
            var address = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(IPAddress.Parse($"{network}.0").GetAddressBytes());
            var mask = route.Mask & 0xFFFFFF00;
            return (route.Address & mask) == (address & mask);
        }
    }
}

using System.Net;
using System.Net.Sockets;
using Chat.Sharing;
using Slipway.Processes;
using Slipway.Rehearsal.Engine;

namespace Slipway.Tests.Samples;

/// <summary>
/// A real Redis on loopback: the machine's own, or Debian's unpacked below the temporary folder, where nothing is installed. It keeps
/// nothing over its end.
/// </summary>
internal sealed class RedisServer : IAsyncDisposable
{
    public const string Password = "p@ss:word/1";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);
    private static readonly SystemProcesses Processes = new(TimeProvider.System);

    // Ends with the pipe on its standard input, however the tests end.
    private const string Script = "\"$@\" </dev/null & redis=$!; read -r _; kill $redis; wait $redis";

    private readonly Command _command;
    private readonly DirectoryInfo _folder;
    private BackgroundProcess? _process;

    private RedisServer(Command command, DirectoryInfo folder, int port) => (_command, _folder, Port) = (command, folder, port);

    public int Port { get; }

    public string Url => $"redis://:{Uri.EscapeDataString(Password)}@127.0.0.1:{Port}/0";

    /// <summary>Skips the test where there is no Redis and none can be had.</summary>
    public static async Task<RedisServer> Start(CancellationToken ct)
    {
        var (executable, libraries) = await Find(ct);
        var folder = Directory.CreateTempSubdirectory("slipway-redis-");
        var port = FreePort();
        var server = new RedisServer(
            new Command("/bin/sh", "-c", Script, "redis", executable, "--bind", "127.0.0.1", "--port", $"{port}", "--requirepass", Password, "--save", "", "--dir", folder.FullName)
            {
                Environment = libraries is null ? new Dictionary<string, string?>() : new Dictionary<string, string?> { ["LD_LIBRARY_PATH"] = libraries },
            },
            folder, port);
        await server.ComeBack(ct);
        return server;
    }

    /// <summary>Starts again, without the data, on the same port.</summary>
    public async Task ComeBack(CancellationToken ct)
    {
        _process = BackgroundProcess.Start(_command, Path.Combine(_folder.FullName, "log"), outlivesUs: false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        while (true)
        {
            try
            {
                using var connection = await Open(limit.Token);
                return;
            }
            catch (IOException) when (!_process.HasExited)
            {
                await Task.Delay(20, limit.Token);
            }
        }
    }

    public async Task GoAway(CancellationToken ct)
    {
        _process!.CloseInput();
        await _process.WaitForExit(ct).WaitAsync(Limit, ct);
        _process.Dispose();
        _process = null;
    }

    public Task<RedisConnection> Open(CancellationToken ct) => RedisConnection.Open(RedisAddress.Parse(Url), ct);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await GoAway(CancellationToken.None);
        _folder.Delete(recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<(string Executable, string? Libraries)> Find(CancellationToken ct)
    {
        if (File.Exists("/usr/bin/redis-server"))
            return ("/usr/bin/redis-server", null);

        var machine = Machine.This();
        if (!machine.IsDebian || !machine.Root)
            Assert.Skip($"No redis-server is installed, and none can be unpacked on {machine.OsName} {(machine.Root ? "as root" : "without root")}.");

        var unpacked = Path.Combine(Path.GetTempPath(), "slipway-test-redis");
        var executable = Path.Combine(unpacked, "usr", "bin", "redis-check-rdb");
        if (!File.Exists(executable))
            await new DebianPackages(Processes, Path.Combine(Path.GetTempPath(), "slipway-test-packages")).Unpack(["redis-server"], unpacked, _ => { }, ct);

        var libraries = Directory.EnumerateFiles(unpacked, "*.so*", SearchOption.AllDirectories).Select(file => Path.GetDirectoryName(file)!).Distinct(StringComparer.Ordinal);
        return (Path.Combine(unpacked, "usr", "bin", "redis-server"), string.Join(':', libraries));
    }
}

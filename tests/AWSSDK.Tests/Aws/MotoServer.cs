using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AWSSDK.Tests.Aws;

/// <summary>moto, an AWS imitation that nobody here wrote, on a port of its own choice.</summary>
internal sealed partial class MotoServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    private MotoServer(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    /// <summary>Starts moto; the test is skipped where Python or moto is absent.</summary>
    public static async Task<MotoServer> Start()
    {
        Assert.SkipUnless(await HasMoto(), "python3 with moto is not on the PATH.");
        var process = Python("-m", "moto.server", "-H", "127.0.0.1", "-p", "0");
        using var deadline = new CancellationTokenSource(Patience);
        while (await process.StandardError.ReadLineAsync(deadline.Token) is { } line)
        {
            if (Address().Match(line) is { Success: true } match)
            {
                // What moto goes on to say must be read, or its pipe fills up and it stops.
                process.BeginOutputReadLine();
                _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
                return new(process, match.Value);
            }
        }

        throw new InvalidOperationException("moto ended before it said where it listens.");
    }

    /// <summary>Asks for what this package has no operation for, by a form. Of the signature moto reads only the service.</summary>
    public async Task<XElement> Post(string service, params (string Name, string Value)[] form)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Url) { Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential=AKID/20261121/ap-northeast-2/{service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=0");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return XElement.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> HasMoto()
    {
        try
        {
            using var probe = Python("-c", "import moto.server");
            await probe.WaitForExitAsync();
            return probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static Process Python(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("python3", arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}

/// <summary>One moto for all tests, started by the first that asks for it.</summary>
public sealed class SharedMoto : IAsyncDisposable
{
    private readonly Lazy<Task<MotoServer>> _server = new(MotoServer.Start);

    internal Task<MotoServer> Server() => _server.Value;

    public async ValueTask DisposeAsync()
    {
        if (_server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}

[CollectionDefinition(nameof(SharedMoto))]
public sealed class SharedMotoCollection : ICollectionFixture<SharedMoto>;

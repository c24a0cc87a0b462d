using System.Text.Json;
using Slipway.Processes;
using Slipway.Rollouts;

namespace Slipway.Publishing;

/// <summary>A deploy in a process of its own, so that it can be killed like one, and has its own credentials.</summary>
internal static class DeployProcess
{
    public const string Word = "--publish-for-a-test";

    private static readonly SystemProcesses Processes = new(TimeProvider.System);

    /// <param name="Bucket">With <paramref name="Distribution"/> the place in an environment that is not the rehearsal; null: the rehearsal's own.</param>
    internal sealed record Order(string Root, Uri Aws, double Speed, string? Bucket = null, string? Distribution = null);

    public static Task<CommandResult> Run(Order order, CancellationToken ct)
    {
        var command = new Command("dotnet", ["exec", typeof(DeployProcess).Assembly.Location, Word, JsonSerializer.Serialize(order)])
        {
            // The rehearsal takes the access key for the account.
            Environment = new Dictionary<string, string?> { ["AWS_ACCESS_KEY_ID"] = DeployEnvironment.Local.Account, ["AWS_SECRET_ACCESS_KEY"] = "rehearsal", ["AWS_SESSION_TOKEN"] = null },
        };
        return Processes.Run(command, onLine: null, ct);
    }

    /// <summary>Kills the deploy that reaches the cloud at <paramref name="aws"/>. False: there is none, or no longer.</summary>
    public static bool Kill(Uri aws) =>
        UnixProcess.Find(arguments => arguments.Contains(Word, StringComparer.Ordinal) && arguments.Any(argument => argument.Contains(aws.Authority, StringComparison.Ordinal)))
            is [var process, ..] && process.Kill();

    public static Task<int> Main(string json)
    {
        var order = JsonSerializer.Deserialize<Order>(json)!;
        return DeployRun.Of(Site.Request(order.Root, order.Aws, order.Speed, order.Bucket is null ? null : new SiteInfrastructure(order.Bucket, order.Distribution!)));
    }
}

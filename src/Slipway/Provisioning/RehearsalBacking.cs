using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Slipway.Output;

namespace Slipway.Provisioning;

/// <summary>Asks the rehearsal cloud for the data stores of an environment: the one thing of it that is not AWS's API.</summary>
/// <param name="endpoint">The rehearsal cloud's address.</param>
internal sealed class RehearsalBacking(Uri endpoint, IOutput output)
{
    // The first start of a store downloads packages and builds an image.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(10) };

    /// <summary>Starts what does not run yet, and puts address and password into each store's secret.</summary>
    /// <exception cref="DeployException">A store did not start; its reason is named.</exception>
    public Task Ensure(Application application, DeployEnvironment environment, CancellationToken ct) =>
        Task.WhenAll(environment.Backing.Select(backing => Ensure(application, environment, backing, ct)));

    /// <summary>A database is a cluster where the definition takes snapshots of it as of one.</summary>
    private static bool IsCluster(Application application, DeployEnvironment environment, string database) =>
        application.Services.SelectMany(service => service.Before).OfType<RdsSnapshot>().Any(snapshot => snapshot.IsCluster && snapshot.DatabaseIn(environment) == database);

    private async Task Ensure(Application application, DeployEnvironment environment, Backing backing, CancellationToken ct)
    {
        var wanted = new JsonObject
        {
            ["engine"] = backing.Engine,
            ["account"] = environment.Account,
            ["region"] = environment.Region,
            ["secret"] = backing.SecretOf(application, environment),
            ["database"] = application.Name.Replace('-', '_'),
        };

        if (backing.InstanceOf(application, environment) is { } database)
            wanted[IsCluster(application, environment, database) ? "cluster" : "instance"] = database;

        using var answer = await Http.PutAsJsonAsync(new Uri(endpoint, $"_slipway/backing/{application.Name}-{backing.Name}"), wanted, ct);
        var made = JsonNode.Parse(await answer.Content.ReadAsStringAsync(ct));
        if (!answer.IsSuccessStatusCode)
        {
            throw new DeployException(
                $"""
                 The rehearsal's {backing.Engine} "{backing.Name}" does not run. No service was touched.
                 {made?["message"]}
                 """);
        }

        if (made?["changed"]?.GetValue<bool>() == true)
            output.Emit(new BackingStarted(backing.Engine, backing.Name, $"{made["host"]}:{made["port"]}", backing.SecretOf(application, environment)));
    }
}

/// <summary>A data store of the rehearsal runs.</summary>
internal sealed record BackingStarted(string Engine, string Name, string Address, string Secret) : OutputEvent
{
    public override string Text => $"{Engine} {Name} runs at {Address}; its address and password are in secret {Secret}";
}

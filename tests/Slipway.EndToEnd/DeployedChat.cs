using System.Text.Json.Nodes;

namespace Slipway.EndToEnd;

/// <summary>A workspace in which the chat sample is deployed.</summary>
[CollectionDefinition(Name)]
public sealed class DeployedChat : IAsyncLifetime, ICollectionFixture<DeployedChat>
{
    public const string Name = "deployed chat";

    public Workspace Workspace { get; private set; } = null!;

    public Run First { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Workspace = await Workspace.Create(TestContext.Current.CancellationToken);
        First = await Workspace.Build(TestContext.Current.CancellationToken, "Deploy");
    }

    /// <summary>The version of the server that answers at the public address.</summary>
    public async Task<string?> Version(CancellationToken ct)
    {
        using var client = new HttpClient();
        return (string?)JsonNode.Parse(await client.GetStringAsync(new Uri(First.Url("web") + "api/version"), ct))!["version"];
    }

    /// <summary>The page that people get.</summary>
    public async Task<string> Page(CancellationToken ct)
    {
        using var client = new HttpClient();
        return await client.GetStringAsync(new Uri(First.Url("web")), ct);
    }

    public ValueTask DisposeAsync() => Workspace.DisposeAsync();
}

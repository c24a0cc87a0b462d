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

    public ValueTask DisposeAsync() => Workspace.DisposeAsync();
}

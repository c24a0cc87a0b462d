using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.State;

public sealed class FileStateStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_document_is_loaded_as_it_was_saved_last_and_nothing_else_is_left()
    {
        var store = new FileStateStore(Path.Combine(_folder.Path, "state"));
        Assert.Null(store.Load("ecs", document => document));

        store.Save("ecs", new JsonObject { ["a"] = 1 });
        store.Save("ecs", new JsonObject { ["a"] = 2 });

        Assert.Equal(2, (int)store.Load("ecs", document => document)!["a"]!);
        Assert.Equal(["ecs.json"], Directory.GetFiles(Path.Combine(_folder.Path, "state")).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("{\"a\":")]
    [InlineData("[]")]
    [InlineData("")]
    public void A_damaged_document_is_named_and_left_as_it_is(string content)
    {
        var path = Path.Combine(_folder.Path, "ecs.json");
        File.WriteAllText(path, content);

        var error = Assert.Throws<DeployException>(() => new FileStateStore(_folder.Path).Load("ecs", document => document));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("delete it to begin anew", error.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(path));
    }

    [Fact]
    public void A_document_of_another_form_is_refused_and_left_as_it_is()
    {
        var store = new FileStateStore(_folder.Path);
        store.Save("x", new JsonObject { ["Number"] = "not one" });

        Assert.Contains(Path.Combine(_folder.Path, "x.json"), Assert.Throws<DeployException>(() => store.Load<Typed>("x")).Message, StringComparison.Ordinal);
        store.Save("x", new Typed(5));
        Assert.Equal(new Typed(5), store.Load<Typed>("x"));
    }

    public void Dispose() => _folder.Dispose();

    private sealed record Typed(int Number);
}

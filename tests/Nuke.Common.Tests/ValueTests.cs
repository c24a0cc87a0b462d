using Nuke.Common;
using Nuke.Common.IO;
using RunnerTests.Builds;

namespace RunnerTests;

public sealed class ValueTests
{
    private static readonly AbsolutePath Root = AbsolutePath.Create("/a/b/");

    [Fact]
    public void Paths_are_kept_in_normal_form()
    {
        Assert.Equal("/a/b", Root.ToString());
        Assert.Equal("/a/b/c/d.tar.gz", (string)(Root / "c" / "./d.tar.gz"));
        Assert.Equal("/a/c", (string)(Root / "../c"));
        Assert.Equal("/x", (string)(Root / "/x"));
        Assert.Equal("/a/b.txt", (string)(Root + ".txt"));
        Assert.Equal(("d.tar.gz", "d.tar", ".gz"), ((Root / "d.tar.gz").Name, (Root / "d.tar.gz").NameWithoutExtension, (Root / "d.tar.gz").Extension));
        Assert.Equal("/a", Root.Parent!.ToString());
        Assert.Null(AbsolutePath.Create("/").Parent);
        Assert.Equal("/", AbsolutePath.Create("/").ToString());
    }

    [Fact]
    public void Paths_are_equal_by_their_text()
    {
        Assert.True(Root == AbsolutePath.Create("/a/./b"));
        Assert.True(Root != AbsolutePath.Create("/a/B"));
        Assert.Equal(Root.GetHashCode(), AbsolutePath.Create("/a/b").GetHashCode());
        Assert.Null((string?)(AbsolutePath?)null);
    }

    [Fact]
    public void A_path_must_be_rooted() =>
        Assert.Equal("Path 'x' must be rooted", Assert.Throws<ArgumentException>(() => AbsolutePath.Create("x")).Message);

    [Fact]
    public void Enumerations_are_equal_by_type_and_value_and_print_their_value()
    {
        Assert.True(Flavor.Sweet != Flavor.Sour);
        Assert.Equal("sweet!", (string?)Flavor.Sweet);
        Assert.Equal("sour!", Flavor.Sour.ToString());
    }

    [Fact]
    public void Assertions_say_the_expression_or_the_message()
    {
        string? nothing = null;
        Assert.Equal("Expected condition to be true (Parameter '1 > 2')", Throws(() => global::Nuke.Common.Assert.True(1 > 2)));
        Assert.Equal("no", Throws(() => global::Nuke.Common.Assert.False(condition: true, "no")));
        Assert.Equal("Expected object of type 'System.String' to be not null (Parameter 'nothing')", Throws(() => nothing.NotNull()));
        Assert.Equal("Expected string to be not null or empty (Parameter '\"\"')", Throws(() => "".NotNullOrEmpty()));
        Assert.Equal("Expected string to be not null or whitespace (Parameter '\" \"')", Throws(() => " ".NotNullOrWhiteSpace()));
        Assert.Equal("broken", Assert.Throws<Exception>(() => global::Nuke.Common.Assert.Fail("broken")).Message);

        static string Throws(Action check) => Assert.Throws<ArgumentException>(check).Message;
    }
}

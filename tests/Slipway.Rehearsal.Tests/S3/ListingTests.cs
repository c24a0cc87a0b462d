using FsCheck;
using FsCheck.Fluent;

namespace Slipway.Rehearsal.S3;

public sealed class ListingTests
{
    private static readonly string[] Pieces = ["a", "b", "/", "//", "é", "\U0001F600", "\uFFFD", " ", "a/", "\t"];

    [Fact]
    public void Keys_are_in_the_order_of_their_utf8_bytes()
    {
        string[] keys = ["", "a", "a/", "a0", "b", "z", "é", "\uD7FF", "\uE000", "\uFFFD", "\U00010000", "\U0001F600", "\U0010FFFF"];

        Assert.Equal(keys, keys.Reverse().Order(KeyOrder.Instance));
        Assert.All(keys, key => Assert.True(KeyOrder.Instance.Compare(key, KeyOrder.Last) < 0));
    }

    [Fact]
    public void The_pages_of_a_listing_together_are_what_a_bucket_has_whatever_their_size()
    {
        var part = Gen.Elements(Pieces);
        var key = Gen.Select(Gen.Choose(1, 4), count => count).SelectMany(count => Gen.ArrayOf(part, count)).Select(string.Concat);
        var cases =
            from keys in Gen.Choose(0, 25).SelectMany(count => Gen.ArrayOf(key, count))
            from prefix in Gen.Elements("", "a", "a/", "b", "\U0001F600")
            from delimiter in Gen.Elements(null, "/", "//", "a")
            from after in Gen.OneOf(Gen.Constant(""), key)
            from size in Gen.Choose(1, 5)
            select (keys, new ListRequest(prefix, delimiter, after, size));

        Prop.ForAll(cases.ToArbitrary(), each =>
        {
            var (keys, request) = each;
            return Paged(keys, request).SequenceEqual(Expected(keys, request));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void A_page_of_nothing_says_that_there_is_no_more() =>
        Assert.Equal(new ListPage([], null), Listing.Page(Index("a"), new ListRequest("", null, "", 0), _ => true) with { Entries = [] });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public void Versions_are_listed_by_key_and_newest_first_whatever_the_size_of_a_page(int size)
    {
        var index = Index();
        foreach (var (key, id) in new[] { ("a", "1"), ("b", "2"), ("a", "3"), ("c/x", "4"), ("a", "5"), ("d", "6") })
            index.Apply(new BucketChange { Put = new ObjectVersion(key, id, default) });

        var seen = new List<string>();
        var (after, marker) = ("", (string?)null);
        while (true)
        {
            var page = VersionListing.Page(index, new ListRequest("", "/", after, size), marker);
            seen.AddRange(page.Entries.Select(entry => $"{entry.Name} {entry.Version?.Id}{(entry.IsLatest ? " latest" : "")}"));
            if (!page.IsTruncated)
                break;

            (after, marker) = (page.Entries[^1].Name, page.Entries[^1].Version?.Id);
        }

        Assert.Equal(["a 5 latest", "a 3", "a 1", "b 2 latest", "c/ ", "d 6 latest"], seen);
    }

    private static List<ListEntry> Paged(string[] keys, ListRequest request)
    {
        var index = Index(keys);
        var entries = new List<ListEntry>();
        for (var next = request; next is not null;)
        {
            var page = Listing.Page(index, next, _ => true);
            entries.AddRange(page.Entries);
            next = page.Next is null ? null : request with { After = page.Next };
        }

        return entries;
    }

    /// <summary>All at once and without any index; only a beginning that is itself a common prefix leaves that out.</summary>
    private static List<ListEntry> Expected(string[] keys, ListRequest request) =>
    [
        .. keys.Distinct()
            .Where(key => key.StartsWith(request.Prefix, StringComparison.Ordinal) && KeyOrder.Instance.Compare(key, request.After) > 0)
            .Order(KeyOrder.Instance)
            .Select(key => Entry(key, request))
            .Where(entry => !(entry.IsPrefix && entry.Name == request.After))
            .Distinct(),
    ];

    private static ListEntry Entry(string key, ListRequest request)
    {
        var rest = key[request.Prefix.Length..];
        return request.Delimiter is { } delimiter && rest.Contains(delimiter, StringComparison.Ordinal)
            ? new ListEntry(request.Prefix + rest.Split(delimiter)[0] + delimiter, IsPrefix: true)
            : new ListEntry(key, IsPrefix: false);
    }

    private static ObjectIndex Index(params string[] keys)
    {
        var index = new ObjectIndex(new BucketSettings("site", "000000000000", "us-east-1", default));
        foreach (var key in keys)
            index.Apply(new BucketChange { Put = new ObjectVersion(key, ObjectVersion.NullId, default) });

        return index;
    }
}

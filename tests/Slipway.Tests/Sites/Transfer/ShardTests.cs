using System.Text;
using Slipway.Sites;
using Slipway.Sites.Transfer;

namespace Slipway.Tests.Sites.Transfer;

public sealed class ShardTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(950, 1)]
    [InlineData(951, 2)]
    [InlineData(10_000, 11)]
    [InlineData(10_450, 11)]
    [InlineData(100_000, 106)]
    public async Task What_is_as_expected_is_listed_with_a_page_for_each_range(int files, int pages)
    {
        List<string> keys = [.. Enumerable.Range(0, files).Select(i => $"site/{i:D6}.js")];
        var listed = new ListedBucket(keys, () => 1000);

        var found = await BucketListing.Run("site/", WireKeys.Seen(keys), listed.Fetch, Ct);

        Assert.Equal(keys, found.Select(item => item.Key));
        Assert.Equal(pages, listed.Pages);
    }

    [Fact]
    public async Task What_is_new_among_it_costs_no_page_more()
    {
        List<string> expected = [.. Enumerable.Range(0, 10_000).Select(i => $"{i:D6}.js")];
        List<string> actual = [.. expected.Concat(Enumerable.Range(0, 300).Select(i => $"{i * 33:D6}.new")).Order(StringComparer.Ordinal)];
        var listed = new ListedBucket(actual, () => 1000);

        var found = await BucketListing.Run("", WireKeys.Seen(expected), listed.Fetch, Ct);

        Assert.Equal(actual, found.Select(item => item.Key));
        Assert.Equal(11, listed.Pages);
    }

    [Fact]
    public async Task Whatever_is_expected_every_key_is_found_once_and_in_order()
    {
        foreach (var seed in Enumerable.Range(0, 300))
        {
            var random = new Random(seed);
            var world = Keys(random, 4000);
            List<string> actual = [.. world.Where(_ => random.Next(3) > 0).Order(Utf8Order.Instance)];
            var likely = world.Where(_ => random.Next(3) > 0);
            // Ordinal order, as the contract says; no order at all, which must do no harm.
            List<string> expected = [.. random.Next(2) == 0 ? likely.Order(StringComparer.Ordinal) : likely.OrderBy(_ => random.Next())];
            var listed = new ListedBucket(actual, () => random.Next(1, 1001));

            var found = await BucketListing.Run("", WireKeys.Seen(expected), listed.Fetch, Ct);

            Assert.True(actual.SequenceEqual(found.Select(item => item.Key), StringComparer.Ordinal), $"seed {seed}");
        }
    }

    [Fact]
    public async Task What_is_as_expected_takes_the_texts_that_are_there()
    {
        SeenObject[] expected = [new("a", "e"), new("b", "another")];
        var listed = new ListedBucket(["a", "b", "c"], () => 1000);

        var found = await BucketListing.Run("", expected, listed.Fetch, Ct);

        Assert.Equal([("a", "e"), ("b", "e"), ("c", "e")], found.Select(item => (item.Key, item.ETag)));
        Assert.Same(expected[0].Key, found[0].Key);
        Assert.Same(expected[0].ETag, found[0].ETag);
        Assert.Same(expected[1].Key, found[1].Key);
    }

    [Fact]
    public void Ranges_are_cut_within_the_prefix_alone()
    {
        List<string> expected = [.. Enumerable.Range(0, 3000).Select(i => $"{(i < 1500 ? "a" : "b")}/{i:D4}")];

        Assert.Equal([new Shard(null, "b/1899"), new Shard("b/1899", "b/2849"), new Shard("b/2849", null)], Shard.Of("b/", expected));
    }

    [Fact]
    public void Keys_are_in_the_order_of_their_bytes()
    {
        string[] keys = ["\U0001F600", "\uE000", "z", "\uFFFD", "a\U0001F600", "a\uE000", "a", "", "\u00e9", "\U0010FFFF", "\uD7FF"];
        var byBytes = keys.OrderBy(key => Convert.ToHexString(Encoding.UTF8.GetBytes(key)), StringComparer.Ordinal);

        Assert.Equal(byBytes, keys.Order(Utf8Order.Instance));
        Assert.NotEqual(byBytes, keys.Order(StringComparer.Ordinal));
    }

    private static List<string> Keys(Random random, int most)
    {
        string[] pieces = ["a", "b", "/", "\u00e9", "\uE000", "\uFFFD", "\U0001F600", "\U00010000", "z", " ", "+", "~"];
        return [.. Enumerable.Range(0, random.Next(most)).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => pieces[random.Next(pieces.Length)]))).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>A bucket that gives pages of any size.</summary>
    private sealed class ListedBucket(IReadOnlyList<string> keys, Func<int> size)
    {
        private readonly Lock _lock = new();
        private readonly List<string> _keys = [.. keys];

        public int Pages { get; private set; }

        public Task<ListPage> Fetch(string? after, string? next, CancellationToken ct)
        {
            lock (_lock)
            {
                Pages++;
                var start = next is not null ? int.Parse(next) : after is null ? 0 : First(after);
                var count = Math.Min(size(), _keys.Count - start);
                var page = _keys.GetRange(start, count).ConvertAll(key => new SiteObject(new string(key.AsSpan()), new string("e".AsSpan()), 1, default));
                return Task.FromResult(new ListPage(page, start + count < _keys.Count ? $"{start + count}" : null));
            }
        }

        private int First(string after)
        {
            var found = _keys.BinarySearch(after, Utf8Order.Instance);
            return found < 0 ? ~found : found + 1;
        }
    }
}

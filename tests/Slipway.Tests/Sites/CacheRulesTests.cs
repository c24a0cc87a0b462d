using Slipway.Sites;

namespace Slipway.Tests.Sites;

public sealed class CacheRulesTests
{
    private static readonly CacheRules Rules = new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(600), ByQuery: false);

    [Theory]
    [InlineData("no-cache, s-maxage=0", 2)]
    [InlineData("no-store", 2)]
    [InlineData("private, max-age=300", 2)]
    [InlineData("public, max-age=300", 300)]
    [InlineData("public, must-revalidate, max-age=0, s-maxage=400", 400)]
    [InlineData("S-MaxAge=400", 400)]
    [InlineData("s-maxage=0", 2)]
    [InlineData("s-maxage=9999999999999", 600)]
    [InlineData("max-age=soon", 60)]
    [InlineData("", 60)]
    [InlineData("stale-while-revalidate=86400", 60)]
    [InlineData(null, 600)]
    public void An_answer_is_kept_as_its_header_says_within_the_limits_of_the_policy(string? cacheControl, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Rules.For(cacheControl));

    [Theory]
    [InlineData("658327ea-f89d-4fab-a63d-7e88639e58f6", 1, 86_400, 31_536_000, false, true)]
    [InlineData("4135EA2D-6DF8-44A3-9DF3-4B5A84BE39AD", 0, 0, 0, false, false)]
    [InlineData("4cc15a8a-d715-48a4-82b8-cc0b614638fe", 0, 0, 31_536_000, true, true)]
    public void AWSs_own_policies_are_known(string id, int least, int standard, int most, bool byQuery, bool keepsCompressed) => Assert.Equal(
        new CacheRules(TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(standard), TimeSpan.FromSeconds(most), byQuery) { KeepsCompressed = keepsCompressed },
        ManagedCachePolicies.Find(id));

    [Fact]
    public void Where_caching_is_disabled_nothing_is_kept_whatever_the_answer_says() =>
        Assert.Equal((false, TimeSpan.Zero), (ManagedCachePolicies.Find("4135ea2d-6df8-44a3-9df3-4b5a84be39ad")!.Keeps, ManagedCachePolicies.Find("4135ea2d-6df8-44a3-9df3-4b5a84be39ad")!.For("max-age=60")));

    [Fact]
    public void Somebody_elses_policy_is_not_known() => Assert.Null(ManagedCachePolicies.Find("00000000-0000-0000-0000-000000000000"));
}

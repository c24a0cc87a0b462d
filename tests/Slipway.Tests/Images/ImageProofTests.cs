using Slipway.Images;

namespace Slipway.Tests.Images;

public sealed class ImageProofTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly CallLog _log = new();
    private readonly FakeRegistry _registry;

    public ImageProofTests() => _registry = new FakeRegistry(_log);

    [Fact]
    public async Task Each_image_is_looked_for_by_its_digest_once_a_repository()
    {
        await Has("shop/web", "sha256:a", "sha256:b");
        await Has("shop/api", "sha256:c");
        _log.Take();

        var proof = await Of("shop/web@sha256:a", "shop/web@sha256:b", "shop/api@sha256:c", "shop/api@sha256:c");

        Assert.Equal((0, 0), (proof.Missing.Count, proof.Unproven.Count));
        Assert.Equal(["describe shop/api shop/web", "find shop/api sha256:c", "find shop/web sha256:a +1"], _log.Take());
    }

    [Fact]
    public async Task What_is_gone_is_named_with_a_repository_that_is_gone()
    {
        await Has("shop/web", "sha256:a");

        var proof = await Of("shop/web@sha256:a", "shop/web@sha256:b", "shop/api@sha256:c");

        Assert.Equal([$"{FakeRegistry.Host}/shop/api@sha256:c", $"{FakeRegistry.Host}/shop/web@sha256:b"], proof.Missing);
    }

    [Fact]
    public async Task What_cannot_be_asked_for_is_not_called_missing()
    {
        await Has("shop/web", "sha256:a");

        var proof = await ImageProof.Of(
            _registry, [$"{FakeRegistry.Host}/shop/web@sha256:a", $"{FakeRegistry.Host}/shop/web:v1", "other.test/shop/web@sha256:z", "redis:7", "redis@sha256:r"], Ct);

        Assert.Empty(proof.Missing);
        Assert.Equal(["other.test/shop/web@sha256:z", "redis:7", "redis@sha256:r", $"{FakeRegistry.Host}/shop/web:v1"], proof.Unproven);
    }

    [Theory]
    [InlineData("127.0.0.1:4566/shop/web@sha256:a", "127.0.0.1:4566", "shop/web", "sha256:a")]
    [InlineData("111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/web:v1", "111122223333.dkr.ecr.eu-west-1.amazonaws.com", "shop/web", null)]
    [InlineData("localhost/web:v1@sha256:a", "localhost", "web", "sha256:a")]
    [InlineData("library/redis:7", null, "library/redis", null)]
    public void A_reference_is_read_as_docker_reads_it(string text, string? registry, string repository, string? digest) =>
        Assert.Equal(new ImageReference(text, registry, repository, digest), ImageReference.Parse(text));

    private Task<ImageProof> Of(params IReadOnlyList<string> images) => ImageProof.Of(_registry, [.. images.Select(image => $"{FakeRegistry.Host}/{image}")], Ct);

    private async Task Has(string repository, params IReadOnlyList<string> digests)
    {
        await _registry.Create(repository, Ct);
        foreach (var digest in digests)
            _registry.Tags[(repository, $"tag-{digest[7..]}")] = digest;
    }
}

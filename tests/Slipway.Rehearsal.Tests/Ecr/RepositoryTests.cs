using Slipway.Rehearsal.Ecr;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Tests.Ecr;

public sealed class RepositoryTests
{
    [Fact]
    public void An_image_takes_a_thousand_tags()
    {
        var now = DateTimeOffset.UnixEpoch;
        var (image, other) = (Of("one"), Of("two"));
        var repository = Enumerable.Range(0, 1000).Aggregate(
            new Repository("chat/server", "000000000000", "us-east-1", now).With(other, "other", now), (before, number) => before.With(image, $"v{number}", now));

        var refused = Assert.Throws<AwsError>(() => repository.With(image, "one-more", now));

        Assert.Equal("LimitExceededException", refused.Code);
        Assert.Equal(2, repository.With(other, "one-more", now).TagsOf(other.Digest).Count);
        Assert.Equal(1000, repository.Without(digest: null, "v7").With(image, "one-more", now).TagsOf(image.Digest).Count);
    }

    private static Manifest Of(string text) => new(Digest.Of(System.Text.Encoding.UTF8.GetBytes(text)), "application/vnd.oci.image.manifest.v1+json", ArtifactType: null, [], []);
}

using Slipway.Images;

namespace Slipway.Tests.Images;

public sealed class PromotedImagesTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly ImageSource Web = new("web", "web", "shop/web", new DockerImage("web"));

    private readonly FakeRegistry _dev = new(new CallLog());
    private readonly FakeRegistry _prod = new(new CallLog());

    [Fact]
    public async Task In_one_registry_the_image_is_named_and_only_gets_the_commit_s_tag()
    {
        await Has(_prod, ("input-1", "sha256:a"));

        var step = Assert.Single((await Plan($"{FakeRegistry.Host}/shop/web@sha256:a")).Steps);

        Assert.Equal(("sha256:a", null, "c0ffee", true), (step.Existing!.Digest, step.Copy, step.Tag, step.AddTag));
        Assert.Equal("shop/web:c0ffee is sha256:a, add the tag", step.ToString());
    }

    [Fact]
    public async Task An_image_that_has_the_tag_already_needs_nothing()
    {
        await Has(_prod, ("c0ffee", "sha256:a"));

        Assert.True((await Plan($"{FakeRegistry.Host}/shop/web@sha256:a")).IsEmpty);
    }

    [Fact]
    public async Task From_another_registry_it_is_copied()
    {
        await Has(_dev, ("input-1", "sha256:a"));

        var step = Assert.Single((await Plan("dev.test/shop/web@sha256:a")).Steps);

        Assert.Equal(("dev.test/shop/web@sha256:a", null, true), (step.Copy!.Text, step.Existing, step.Writes));
        Assert.Equal("shop/web:c0ffee copy sha256:a from dev.test; create the repository", step.ToString());
        Assert.False(step.Builds);
    }

    [Fact]
    public async Task A_commit_that_names_another_image_there_keeps_its_tag()
    {
        await Has(_dev, ("input-1", "sha256:a"));
        await Has(_prod, ("c0ffee", "sha256:z"));

        var step = Assert.Single((await Plan("dev.test/shop/web@sha256:a")).Steps);

        Assert.Equal(("sha256:a", false), (step.Tag, step.AddTag));
    }

    [Theory]
    [InlineData("dev.test/shop/web@sha256:a", "web: dev.test/shop/web@sha256:a is not in the registry any more")]
    [InlineData("registry.test:5000/shop/web@sha256:a", "web: registry.test:5000/shop/web@sha256:a is not in the registry any more")]
    [InlineData("dev.test/shop/web:v1", "web: release r1 of dev has no image of it")]
    [InlineData(null, "web: release r1 of dev has no image of it")]
    public async Task What_is_not_there_is_refused_by_name(string? reference, string says)
    {
        await _prod.Create("shop/web", Ct);

        var error = await Assert.ThrowsAsync<DeployException>(() => Plan(reference));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    private Task<ImagesPlan> Plan(string? reference) => new PromotedImages(_dev, _prod).Plan(
        [Web], reference is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["web"] = reference }, "c0ffee", "release r1 of dev", Ct);

    private static async Task Has(FakeRegistry registry, params IReadOnlyList<(string Tag, string Digest)> images)
    {
        await registry.Create("shop/web", Ct);
        foreach (var (tag, digest) in images)
            registry.Tags[("shop/web", tag)] = digest;
    }
}

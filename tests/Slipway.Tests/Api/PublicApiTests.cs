using Slipway.Nuke;
using Tests.Shared;

namespace Slipway.Tests.Api;

/// <summary>What a definition may use is a promise: a change of it is approved by hand.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void The_library_shows_what_was_approved() => Approved.Matches(PublicApi.Of(typeof(Application).Assembly), "Slipway");

    [Fact]
    public void The_targets_show_what_was_approved() => Approved.Matches(PublicApi.Of(typeof(IShip).Assembly), "Slipway.Nuke");
}

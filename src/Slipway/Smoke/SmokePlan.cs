namespace Slipway.Smoke;

/// <summary>What a release asks through its public addresses, decided before anything is asked.</summary>
internal sealed record SmokePlan(IReadOnlyList<SmokeRequest> Requests)
{
    /// <param name="addresses">Public address of sites and routed services by name. Of each, scheme, host and port count: a check's path begins at the root.</param>
    public static SmokePlan Create(Application application, IReadOnlyDictionary<string, string> addresses)
    {
        var targets = SmokeRules.TargetsOf(application);
        return new SmokePlan(
        [
            .. application.SmokeChecks.Select(check => (check, target: check.At ?? targets[0]))
                .Select(one => new SmokeRequest(one.check, one.target, addresses.TryGetValue(one.target, out var address) ? Url(address, one.check.Path) : null)),
        ]);
    }

    // Joined as text: as a reference, a path that begins with two slashes would name another host.
    private static Uri Url(string address, string path) => new(new Uri(address).GetLeftPart(UriPartial.Authority) + path);
}

/// <param name="Target">The site or service whose address is asked.</param>
/// <param name="Url">Null: the target has no public address.</param>
internal sealed record SmokeRequest(SmokeCheck Check, string Target, Uri? Url)
{
    public override string ToString() =>
        $"ask {Url?.AbsoluteUri ?? $"{Target} for {Check.Path}"}: {Check.Status}{(Check.Contains is { } text ? $", with \"{text}\"" : "")}, within {Check.Within.TotalSeconds:0.##} s";
}

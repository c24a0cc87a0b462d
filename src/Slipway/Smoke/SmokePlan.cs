namespace Slipway.Smoke;

/// <summary>A smoke check with the address that it asks.</summary>
/// <param name="Address">Null: the site or service has no public address.</param>
internal sealed record SmokeProbe(SmokeCheck Check, string Target, Uri? Address);

/// <summary>Decides which address each smoke check asks.</summary>
internal static class SmokePlan
{
    /// <param name="addresses">Of each site and routed service, by name. A check's path is absolute: it does not continue the address's own.</param>
    public static IReadOnlyList<SmokeProbe> Of(Application application, IReadOnlyDictionary<string, string> addresses) =>
    [
        .. from check in application.SmokeChecks
           let target = check.At ?? SmokeRules.TargetsOf(application)[0]
           select new SmokeProbe(check, target, addresses.GetValueOrDefault(target) is { } address ? new Uri(new Uri(address), check.Path) : null),
    ];
}

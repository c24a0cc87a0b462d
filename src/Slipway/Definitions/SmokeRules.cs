namespace Slipway;

/// <summary>What must hold of smoke checks.</summary>
internal static class SmokeRules
{
    public static void Check(Problems at, Application application)
    {
        var targets = TargetsOf(application);
        foreach (var check in application.SmokeChecks)
        {
            var inside = at.At(check.Path);
            inside.Unless(check.Path.StartsWith('/'), "Path", $"\"{check.Path}\"; valid is a path that begins with a slash");
            inside.Unless(check.Status is >= 100 and <= 599, "Status", $"{check.Status}; valid are 100 to 599");
            inside.Unless(
                check.Within > TimeSpan.Zero && check.Within <= TimeSpan.FromMinutes(10), "Within", $"{check.Within.TotalSeconds} s; valid are 1 second to 10 minutes");
            inside.Unless(targets.Count > 0, "At", "there is neither a site nor a service with a route whose address could be asked");
            inside.Unless(
                check.At is null || targets.Contains(check.At), "At", $"\"{check.At}\"; valid are {string.Join(", ", targets)}");
        }
    }

    /// <summary>Sites, then routed services: what has a public address.</summary>
    public static IReadOnlyList<string> TargetsOf(Application application) =>
        [.. application.Sites.Select(site => site.Name), .. application.Services.Where(service => service.Route is not null).Select(service => service.Name)];
}

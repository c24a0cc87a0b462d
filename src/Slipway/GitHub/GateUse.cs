using Slipway.Pipelines;

namespace Slipway.GitHub;

/// <summary>A GitHub environment that jobs of a pipeline run in.</summary>
/// <param name="IsGuarded">Whether somebody has to let them in.</param>
/// <param name="Branch">The branch whose pushes are shipped through it; null: none, since it is for going back.</param>
internal sealed record GateUse(string Name, bool IsGuarded, string? Branch)
{
    /// <summary>All of a plan, each once.</summary>
    public static IReadOnlyList<GateUse> Of(DeliveryPlan plan) =>
    [
        .. plan.Stages
            .SelectMany(stage => stage.Jobs.Select(job => (job.Gate, stage.Triggers.OfType<Trigger.Push>().FirstOrDefault()?.Branch)))
            .Where(use => use.Gate is not null)
            .GroupBy(use => use.Gate!.Name, StringComparer.OrdinalIgnoreCase)
            .Select(uses => new GateUse(uses.First().Gate!.Name, uses.Any(use => use.Gate!.IsGuarded), uses.Select(use => use.Branch).OfType<string>().FirstOrDefault())),
    ];

    /// <summary>What does not fit, and what is worth to be known.</summary>
    /// <param name="protection">Null: there is no such environment.</param>
    public EnvironmentFinding Judge(EnvironmentProtection? protection)
    {
        if (protection is null)
        {
            return IsGuarded
                ? new EnvironmentFinding(this, "there is none: GitHub makes it without any protection for the first job that names it", ["make it, with required reviewers (Settings, Environments)"], [])
                : new EnvironmentFinding(this, "there is none; GitHub makes it for the first job that names it", [], []);
        }

        List<string> problems = [], notes = [];
        if (IsGuarded && protection.Reviewers.Count == 0)
            problems.Add("it has no required reviewers, so that GitHub asks nobody (Settings, Environments)");
        else if (!IsGuarded && protection.Reviewers.Count > 0)
            notes.Add("the definitions ask for no approval, and each deploy waits for one");

        if (Branch is not null && protection.Branches is AllowedBranches.Named named && !named.Allows(Branch))
            problems.Add($"pushes to {Branch} are to be shipped, and its runs may not ask for it");

        if (IsGuarded && protection.Branches is AllowedBranches.Any)
            notes.Add("runs of any branch may ask for it");

        // Whoever is on call may let themselves in.
        if (IsGuarded && Branch is not null && protection is { Reviewers.Count: > 0, PreventsSelfReview: false })
            notes.Add("whoever starts a run may approve it: Prevent self-review is off");

        return new EnvironmentFinding(this, Text(protection), problems, notes);
    }

    private static string Text(EnvironmentProtection protection) => string.Join("; ", ((string?[])
    [
        protection.Reviewers.Count > 0 ? $"{string.Join(" or ", protection.Reviewers)} must let a run in" : "nobody is asked",
        protection.WaitTimer > TimeSpan.Zero ? $"after {protection.WaitTimer.TotalMinutes:0} minutes" : null,
        protection.Branches switch
        {
            AllowedBranches.Any => "any branch",
            AllowedBranches.Protected => "protected branches",
            AllowedBranches.Named named => $"branches {string.Join(", ", named.Patterns)}",
            _ => null,
        },
    ]).OfType<string>());
}

/// <param name="Seen">How it is, in words.</param>
/// <param name="Problems">What keeps the pipelines from working, or from being safe.</param>
/// <param name="Notes">What is worth to be known.</param>
internal sealed record EnvironmentFinding(GateUse Gate, string Seen, IReadOnlyList<string> Problems, IReadOnlyList<string> Notes);

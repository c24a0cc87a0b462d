using System.Text.RegularExpressions;
using Slipway.Images;

namespace Slipway.Doctor;

/// <summary>Judges whether the repositories are as Slipway makes them: a push mends what differs, and until then images can be moved, unseen or expired.</summary>
internal static class RepositoryCheck
{
    public static void Of(CheckupFindings findings, CheckupSubject subject, CheckupObservation seen)
    {
        if (!findings.Answered(seen.Repositories, "the repositories", out var repositories))
            return;

        foreach (var missing in ImageSource.Of(subject.Application).Select(source => source.Repository).Except(repositories.Select(one => one.Repository.Name), StringComparer.Ordinal))
            findings.NotSeen($"repository {missing}", "there is none yet; the first deploy makes it");

        foreach (var one in repositories)
        {
            var (name, repairs) = (one.Repository.Name, RepositorySettings.Repairs(one.Repository, one.Policy));
            if (repairs.Contains(RepositoryRepair.ImmutableTags))
            {
                findings.Add(
                    CheckKind.RepositoryMutable, $"repository {name}", "its tags can be moved to other images, so that a tag does not say what runs",
                    $"aws ecr put-image-tag-mutability --repository-name {name} --image-tag-mutability IMMUTABLE; the next push does it too");
            }

            if (repairs.Contains(RepositoryRepair.LifecyclePolicy))
            {
                findings.Add(
                    CheckKind.RepositoryLifecycle, $"repository {name}",
                    one.Policy is null ? "it has no lifecycle policy, so that images pile up for ever" : $"its lifecycle policy is another than Slipway's, and may expire images that run or that a rollback needs: {one.Policy}",
                    "./build.sh Images, or the next deploy that pushes, sets it: images that are or were live stay, and the ten newest of the others");
            }

            if (repairs.Contains(RepositoryRepair.ScanOnPush))
                CheckScan(findings, name, seen);
        }
    }

    private static void CheckScan(CheckupFindings findings, string name, CheckupObservation seen)
    {
        if (!findings.Answered(seen.ScanRules, $"whether the registry scans {name}", out var rules) || rules.Any(rule => !rule.IsManual && rule.Filters.Any(filter => Matches(filter, name))))
            return;

        findings.Add(
            CheckKind.RepositoryUnscanned, $"repository {name}", "its images are scanned neither by its own setting nor by a rule of the registry",
            $"aws ecr put-image-scanning-configuration --repository-name {name} --image-scanning-configuration scanOnPush=true; the next push does it too");
    }

    /// <summary>Without a wildcard a filter is for every name that contains it: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html</summary>
    private static bool Matches(string filter, string name) => filter.Contains('*', StringComparison.Ordinal)
        ? Regex.IsMatch(name, $"^{Regex.Escape(filter).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))
        : name.Contains(filter, StringComparison.Ordinal);
}

using Slipway.Releases;

namespace Slipway.Doctor;

/// <summary>Judges whether the environment could go back, and whether what remembers its releases is safe.</summary>
internal static class ReleaseCheck
{
    public static void Of(CheckupFindings findings, CheckupSubject subject, CheckupObservation seen)
    {
        // Tags are for bills, not for releases.
        if (findings.Answered(seen.ReleaseBucket, "how the release bucket is set up", out var plan) && plan?.Steps.Where(step => step != BootstrapStep.Tag).ToList() is { Count: > 0 } steps)
        {
            findings.Add(
                CheckKind.ReleaseBucketSettings, $"bucket {plan.Bucket}", $"it is not set up as the release bucket has to be; missing: {string.Join(", ", steps)}",
                $"./build.sh Bootstrap --environment {subject.Environment.Name}");
        }

        if (findings.Answered(seen.ClosedWayBack, "the way back", out var closed) && closed is not null)
        {
            findings.Add(
                CheckKind.RollbackClosed, $"{subject.Application.Name} in {subject.Environment}", closed.ReplaceLineEndings(" "),
                $"./build.sh Rollback --check --environment {subject.Environment.Name} tells more; deploying the commit of that release again makes what is missing");
        }
    }
}

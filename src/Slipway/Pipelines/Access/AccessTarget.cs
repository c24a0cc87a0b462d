namespace Slipway.Pipelines.Access;

/// <summary>Targets of a build that call AWS, as sets.</summary>
[Flags]
internal enum AccessTarget
{
    None = 0,
    Preview = 1 << 0,
    Deploy = 1 << 1,

    /// <summary>What <c>Promote</c> does in the environment that it ships to.</summary>
    Promote = 1 << 2,

    /// <summary>What <c>Promote</c> reads in the environment that the release comes from.</summary>
    Promoted = 1 << 3,
    Rollback = 1 << 4,
    Attach = 1 << 5,
    Resume = 1 << 6,
    Approve = 1 << 7,
    Gates = 1 << 8,
    Proceed = 1 << 9,
    Abort = 1 << 10,
    Bootstrap = 1 << 11,
    Releases = 1 << 12,
    Status = 1 << 13,

    /// <summary><c>Deploy --prebuilt</c>: what it ships was pushed before.</summary>
    DeployPrebuilt = 1 << 14,

    /// <summary>Builds and pushes, and does nothing else.</summary>
    Images = 1 << 15,

    /// <summary><c>Images --changed</c>: tells what would be built.</summary>
    ImagesChanged = 1 << 16,

    /// <summary><c>Rollback --check</c>: tells whether there is a way back.</summary>
    RollbackCheck = 1 << 17,

    /// <summary>Looks at what is live, and decides a rollback without carrying it out.</summary>
    Doctor = 1 << 18,

    /// <summary>What ship a release.</summary>
    Deploys = Deploy | DeployPrebuilt | Promote,

    /// <summary>What plan a release.</summary>
    Plans = Preview | Deploys | Approve,

    /// <summary>What carry a release out, or end one.</summary>
    Ships = Deploys | Attach | Resume,

    /// <summary>What change what runs.</summary>
    Changes = Ships | Rollback,

    /// <summary>What push images.</summary>
    Pushes = Deploy | Promote | Attach | Resume | Images,

    /// <summary>What answer a rollout that asks.</summary>
    Answers = Proceed | Abort,
}

/// <summary>Finds targets.</summary>
internal static class AccessTargets
{
    /// <summary>Those that a policy can be made for, one by one.</summary>
    public static IReadOnlyList<AccessTarget> All { get; } = [.. Enum.GetValues<AccessTarget>().Where(target => int.PopCount((int)target) == 1)];

    /// <summary>The target of a command; none for one that does not call AWS, or is a build's own.</summary>
    public static AccessTarget Of(PipelineStep.Build command)
    {
        var options = command.Words.OfType<Word.Literal>().Select(word => word.Text).ToHashSet(StringComparer.Ordinal);
        return command.Target switch
        {
            "Deploy" when options.Contains("--prebuilt") => AccessTarget.DeployPrebuilt,
            "Images" when options.Contains("--no-push") => AccessTarget.None,
            "Images" when options.Contains("--changed") => AccessTarget.ImagesChanged,
            "Rollback" when options.Contains("--check") => AccessTarget.RollbackCheck,
            var name => Enum.TryParse<AccessTarget>(name, out var found) && All.Contains(found) ? found : AccessTarget.None,
        };
    }

    /// <summary>As somebody would run it.</summary>
    public static string Shown(AccessTarget target) => target switch
    {
        AccessTarget.DeployPrebuilt => "Deploy --prebuilt",
        AccessTarget.ImagesChanged => "Images --changed",
        AccessTarget.RollbackCheck => "Rollback --check",
        AccessTarget.Promoted => "Promote --from",
        _ => $"{target}",
    };
}

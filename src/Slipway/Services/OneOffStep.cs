using Slipway.Processes;

namespace Slipway.Services;

/// <summary>A one-off task that runs to its end before any service is begun.</summary>
/// <param name="Command">Of the essential container, in place of the image's.</param>
/// <param name="Network">The service's own.</param>
/// <param name="StartedBy">By which a later run finds the task: equal for all one-off tasks of a service.</param>
internal sealed record OneOffStep(string Name, IReadOnlyList<string> Command, TimeSpan Timeout, NetworkSettings Network, string StartedBy) : StepBefore
{
    // AWS's limit of startedBy was 36 characters before it became 128; letters, digits, hyphens, slashes and underscores.
    private const int MostStartedBy = 36;
    private const string Prefix = "slipway/";

    /// <param name="family">Of the service's task definitions.</param>
    public static OneOffStep Of(OneOffTask task, string family, NetworkSettings network) => new(task.Name, task.Command, task.Timeout, network, StarterOf(family));

    /// <summary>The family, cut and made unique by its hash where it is too long.</summary>
    internal static string StarterOf(string family)
    {
        var room = MostStartedBy - Prefix.Length;
        return Prefix + (family.Length <= room ? family : $"{family[..(room - 9)]}-{EcsNames.Digest(family)[..8]}");
    }

    public override string ToString() =>
        $"run {Name}: {new Command(Command[0], [.. Command.Skip(1)])}, in the new image, at most {Timeout.TotalMinutes:0.##} min";
}

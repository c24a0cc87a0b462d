namespace Slipway;

/// <summary>
/// A command that runs to its end in the service's new image before the service is updated, such as a migration. It has the service's
/// variables, secrets, network and roles. One that has not ended after <see cref="BeforeStep.Timeout"/> is stopped.
/// </summary>
/// <param name="Name">Unique in the service; lower-case letters, digits and hyphens.</param>
/// <param name="Command">Command of the essential container in place of the image's.</param>
/// <remarks>It runs whenever the service gets another task definition, and again when an earlier attempt failed: it must be repeatable.</remarks>
public sealed record OneOffTask(string Name, IReadOnlyList<string> Command) : BeforeStep(TimeSpan.FromMinutes(15));

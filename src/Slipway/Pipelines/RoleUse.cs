using Slipway.Infrastructures;

namespace Slipway.Pipelines;

/// <summary>What a job takes a role for. Each has a role of its own, so that none can do what only another needs.</summary>
internal enum RolePurpose
{
    /// <summary>Changes services and sites; where an application has one service at most, it pushes the images too.</summary>
    Deploy,

    /// <summary>Pushes images and does nothing else.</summary>
    Push,

    /// <summary>Reads what a plan needs.</summary>
    Review,

    /// <summary>Changes services and sites to what they were, and pushes nothing: its gate may be open to more people than that of a deploy.</summary>
    Rollback,

    /// <summary>Reads what a way back needs.</summary>
    Check,
}

/// <summary>A role in the account of an environment.</summary>
internal sealed record RoleUse(RolePurpose Purpose, string Arn, string Account, string Region)
{
    // DurationSeconds without a word: an hour. MaxSessionDuration of a role: 12 hours at most.
    // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    public static RoleUse Of(RolePurpose purpose, Application application, DeployEnvironment environment)
    {
        var given = purpose switch
        {
            RolePurpose.Deploy => environment.Roles.Deploy,
            RolePurpose.Push => environment.Roles.Push,
            RolePurpose.Review => environment.Roles.Review,
            RolePurpose.Check => environment.Roles.Check,
            _ => environment.Roles.Rollback,
        };
        var role = given ?? $"slipway-{application.Name}-{environment.Name}-{purpose.ToString().ToLowerInvariant()}";
        return new RoleUse(purpose, RoleNames.Arn(environment, role), environment.Account, environment.Region);
    }

    /// <summary>How long the role must be held for a job of this length; null: no longer than any role may be.</summary>
    public static TimeSpan? Held(TimeSpan job) => job <= Usual ? null : job < Longest ? job : Longest;
}

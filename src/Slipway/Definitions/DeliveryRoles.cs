namespace Slipway;

/// <summary>
/// The roles that the jobs of a pipeline take in an environment's account, by ARN or by name; what is null goes by convention:
/// <c>slipway-{application}-{environment}-{purpose}</c>.
/// </summary>
public sealed record DeliveryRoles
{
    /// <summary>Of the job that deploys; null: <c>slipway-{application}-{environment}-deploy</c>.</summary>
    public string? Deploy { get; init; }

    /// <summary>Of the jobs that push images, and can do nothing else; null: <c>slipway-{application}-{environment}-push</c>.</summary>
    public string? Push { get; init; }

    /// <summary>Of the jobs that only read: which services changed, and the plan before somebody approves it; null: <c>slipway-{application}-{environment}-review</c>.</summary>
    public string? Review { get; init; }

    /// <summary>Of the job that goes back to an earlier release, and pushes nothing; null: <c>slipway-{application}-{environment}-rollback</c>.</summary>
    public string? Rollback { get; init; }

    /// <summary>Of the job that looks every day whether there is a way back, and only reads; null: <c>slipway-{application}-{environment}-check</c>.</summary>
    public string? Check { get; init; }
}

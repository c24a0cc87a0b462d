namespace Slipway;

/// <summary>A place to ship to: an AWS account and region, or the rehearsal cloud on this machine.</summary>
/// <param name="Name">What <c>--environment</c> names.</param>
public sealed record DeployEnvironment(string Name)
{
    /// <summary>
    /// The rehearsal cloud on this machine. Its infrastructure is made from the definition; its account is one that AWS never
    /// gives out.
    /// </summary>
    public static DeployEnvironment Local { get; } = new("local") { Account = "000000000000", Region = "us-east-1" };

    /// <summary>The twelve digits of the AWS account. A caller of another account is refused.</summary>
    public required string Account { get; init; }

    /// <summary>The AWS region, such as <c>ap-northeast-2</c>.</summary>
    public required string Region { get; init; }

    /// <summary>The branch whose commits are shipped here by the generated workflows; null: by hand alone.</summary>
    public string? Branch { get; init; }

    /// <summary>The profile of the AWS configuration files to take credentials from; the SDK's own search order when null.</summary>
    public string? Profile { get; init; }

    /// <summary>ARN of a role to assume with those credentials; null: none.</summary>
    public string? AssumeRole { get; init; }

    /// <summary>What is there already: cluster, network, roles, target groups, buckets and distributions. Made from the definition in the rehearsal.</summary>
    public InfrastructureSource? Infrastructure { get; init; }

    /// <summary>Whether somebody must approve what a deploy changes here.</summary>
    public Approval Approval { get; init; } = Approval.None;

    /// <summary>The roles that the jobs of its pipeline take here.</summary>
    public DeliveryRoles Roles { get; init; } = new();

    /// <summary>
    /// Name of the private bucket that holds lock and ledger; null: <c>slipway-{application}-{environment}-{account}</c>.
    /// <c>./build.sh Bootstrap</c> creates it.
    /// </summary>
    public string? ReleaseBucket { get; init; }

    /// <summary>Data stores of the rehearsal, as containers. Elsewhere they are yours.</summary>
    public IReadOnlyList<Backing> Backing { get; init; } = [];

    /// <summary>Whether this is the rehearsal cloud on this machine.</summary>
    public bool IsLocal => string.Equals(Name, Local.Name, StringComparison.Ordinal);

    /// <summary>Whether this is the environment called <paramref name="name"/>.</summary>
    public bool Is(string name) => string.Equals(Name, name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

namespace Slipway.Pipelines.Access;

/// <summary>A kind of resource, and on what condition it may be used. All that a policy says of it is one statement.</summary>
/// <param name="Name">Of the statement: letters alone.</param>
internal sealed record AccessPlace(string Name, Func<AccessPlaces, string, IReadOnlyList<string>> Resources)
{
    private const string ToTasks = "ecs-tasks.amazonaws.com";
    private const string ToEcs = "ecs.amazonaws.com";

    /// <summary>Operator, key and values; null: none.</summary>
    public Func<AccessPlaces, AccessCondition>? Condition { get; private init; }

    /// <summary>For actions that cannot be limited to resources: nearly all of them describe something.</summary>
    public static AccessPlace Anything { get; } = new("CannotBeLimited", (_, _) => ["*"]);

    public static AccessPlace Cluster { get; } = new("Cluster", (places, _) => [places.Cluster]);

    public static AccessPlace Services { get; } = new("Services", (places, _) => places.Services);

    public static AccessPlace SeenServices { get; } = new("SeenServices", (places, _) => places.SeenServices);

    public static AccessPlace ServiceDeployments { get; } = new("ServiceDeployments", (places, _) => places.ServiceDeployments);

    public static AccessPlace ServiceRevisions { get; } = new("ServiceRevisions", (places, _) => places.ServiceRevisions);

    public static AccessPlace Tasks { get; } = new("Tasks", (places, _) => places.Tasks);

    /// <summary>Container instances are the only resource of it, and Fargate has none.</summary>
    public static AccessPlace TasksOfCluster { get; } = new("TasksOfCluster", (_, _) => ["*"]) { Condition = places => new("ArnEquals", "ecs:cluster", [places.Cluster]) };

    public static AccessPlace TaskDefinitions { get; } = new("TaskDefinitions", (places, _) => places.TaskDefinitions)
    {
        Condition = places => new("ArnEquals", "ecs:cluster", [places.Cluster]),
    };

    /// <summary>Only while something is made: tags of what is there already are not its business.</summary>
    public static AccessPlace Tagged { get; } = new("TagsOfWhatIsMade", (places, _) => places.Tagged)
    {
        Condition = places => new("StringEquals", "ecs:CreateAction", ["CreateService", "RegisterTaskDefinition", .. places.HasOneOffTasks ? (string[])["RunTask"] : []]),
    };

    public static AccessPlace TaskRoles { get; } = new("RolesOfTasks", (places, _) => places.TaskRoles) { Condition = _ => new("StringEquals", "iam:PassedToService", [ToTasks]) };

    public static AccessPlace Movers { get; } = new("RolesThatMoveTraffic", (places, _) => places.Movers) { Condition = _ => new("StringEquals", "iam:PassedToService", [ToEcs]) };

    public static AccessPlace CheckedRoles { get; } = new("CheckedRoles", (places, _) => [.. places.TaskRoles, .. places.Movers]);

    public static AccessPlace OwnRole { get; } = new("OwnRole", (_, role) => [role]);

    public static AccessPlace Repositories { get; } = new("Repositories", (places, _) => places.Repositories);

    public static AccessPlace LogGroups { get; } = new("LogGroups", (places, _) => places.LogGroups);

    public static AccessPlace AnyLogGroup { get; } = new("AnyLogGroup", (places, _) => places.AnyLogGroup);

    public static AccessPlace Secrets { get; } = new("Secrets", (places, _) => places.Secrets);

    /// <summary>RDS asks for a permission on the database as well as on the snapshot that is made of it.</summary>
    public static AccessPlace Databases { get; } = new("DatabasesAndTheirSnapshots", (places, _) => [.. places.Databases, .. places.Snapshots]);

    /// <summary>Those that are named with a release of the environment, and no others.</summary>
    public static AccessPlace Snapshots { get; } = new("Snapshots", (places, _) => places.Snapshots);

    public static AccessPlace Rules { get; } = new("Rules", (places, _) => places.Rules);

    public static AccessPlace Distributions { get; } = new("Distributions", (places, _) => places.Distributions);

    public static AccessPlace SiteBuckets { get; } = new("SiteBuckets", (places, _) => places.SiteBuckets) { Condition = Owned };

    public static AccessPlace SiteObjects { get; } = new("SiteObjects", (places, _) => places.SiteObjects) { Condition = Owned };

    public static AccessPlace ReleaseBucket { get; } = new("ReleaseBucket", (places, _) => [places.ReleaseBucket]) { Condition = Owned };

    /// <summary>There is no account that owns it yet.</summary>
    public static AccessPlace NewReleaseBucket { get; } = new("NewReleaseBucket", (places, _) => [places.ReleaseBucket]);

    /// <summary>Lock, ledger, the sites' records and questions to people; approvals are not among them.</summary>
    public static AccessPlace ReleaseDocuments { get; } = new(
        "ReleaseDocuments",
        (places, _) =>
        [
            .. new[] { "lock.json", "current.json", "releases/*" }.Concat(places.HasSites ? ["sites/*"] : []).Concat(places.HasShifts ? ["questions/*"] : []).Select(key => $"{places.ReleaseBucket}/{key}"),
        ])
    {
        Condition = Owned,
    };

    public static AccessPlace Questions { get; } = new("Questions", (places, _) => [$"{places.ReleaseBucket}/questions/*"]) { Condition = Owned };

    public static AccessPlace Approvals { get; } = new("Approvals", (places, _) => [$"{places.ReleaseBucket}/approvals/*"]) { Condition = Owned };

    /// <summary>Names of buckets are anybody's to take while they are free.</summary>
    private static AccessCondition Owned(AccessPlaces places) => new("StringEquals", "aws:ResourceAccount", [places.Environment.Account]);
}

/// <summary>A condition of a statement: the key has one of the values.</summary>
internal sealed record AccessCondition(string Operator, string Key, IReadOnlyList<string> Values);

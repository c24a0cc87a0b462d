using Slipway.Infrastructures;
using Slipway.Releases;
using Slipway.Services;

namespace Slipway.Pipelines.Access;

/// <summary>
/// The resources of an application in an environment, as policies name them. What the definitions do not tell, since it stands in Terraform's state or goes
/// by an id, is a parameter: <c>${Name}</c>.
/// </summary>
/// <param name="IsExact">Whether each service is named; otherwise one pattern covers all services of the application.</param>
internal sealed record AccessPlaces(Application Application, DeployEnvironment Environment, bool IsExact = true)
{
    private readonly PlaceNames _names = PlaceNames.Of(Application, Environment);

    /// <summary>What a policy needs to be told.</summary>
    public IReadOnlyList<AccessParameter> Parameters => _names.Parameters;

    public string Cluster => Regional("ecs", $"cluster/{_names.Cluster}");

    /// <summary>The roles that are given to tasks.</summary>
    public IReadOnlyList<string> TaskRoles => _names.TaskRoles;

    /// <summary>The roles with which ECS moves traffic.</summary>
    public IReadOnlyList<string> Movers => _names.Movers;

    /// <summary>The rules and listeners whose weights Slipway itself moves.</summary>
    public IReadOnlyList<string> Rules => _names.Rules;

    public IReadOnlyList<string> Services => Each(ServiceNames, name => Regional("ecs", $"service/{_names.Cluster}/{name}"));

    /// <summary>Those that are looked at: a pair may have been one service before.</summary>
    public IReadOnlyList<string> SeenServices => Each(
        [.. ServiceNames, .. HasPairs ? Application.Services.Select(service => EcsNames.Service(Application, service)).Except(ServiceNames, StringComparer.Ordinal) : []], name => Regional("ecs", $"service/{_names.Cluster}/{name}"));

    public IReadOnlyList<string> ServiceDeployments => Each(ServiceNames, name => Regional("ecs", $"service-deployment/{_names.Cluster}/{name}/*"));

    public IReadOnlyList<string> ServiceRevisions => Each(ServiceNames, name => Regional("ecs", $"service-revision/{_names.Cluster}/{name}/*"));

    public IReadOnlyList<string> Tasks => [Regional("ecs", $"task/{_names.Cluster}/*")];

    public IReadOnlyList<string> TaskDefinitions => Each(
        Application.Services.Select(service => EcsNames.Family(Application, Environment, service)), family => Regional("ecs", $"task-definition/{family}:*"), $"{Application.Name}-{Environment.Name}-");

    /// <summary>What is tagged when it is made. A task definition has no number yet then.</summary>
    public IReadOnlyList<string> Tagged => [.. Services, .. TaskDefinitions, .. HasOneOffTasks ? Tasks : []];

    public IReadOnlyList<string> Repositories => Each(
        Images.ImageSource.Of(Application).Select(source => source.Repository), name => Regional("ecr", $"repository/{name}"), $"{Application.Name}/");

    /// <summary>CloudWatch Logs puts the streams of a group behind its ARN, also where a call names none; tags are put on the group itself.</summary>
    public IReadOnlyList<string> LogGroups => [.. LogGroupsAs(""), .. LogGroupsAs(":*")];

    /// <summary>Listing them cannot be limited to some.</summary>
    public IReadOnlyList<string> AnyLogGroup => [Regional("logs", "log-group:*")];

    // Secrets Manager puts six characters of its own behind a name.
    public IReadOnlyList<string> Secrets =>
        [.. SecretNames.Select(name => Regional("secretsmanager", $"secret:{name}-??????"))];

    /// <summary>The databases that snapshots are taken of.</summary>
    public IReadOnlyList<string> Databases => [.. SnapshotsTaken.Select(snapshot => Regional("rds", $"{(snapshot.IsCluster ? "cluster" : "db")}:{snapshot.DatabaseIn(Environment)}")).Distinct(StringComparer.Ordinal)];

    /// <summary>What is taken of them: a release is behind the database's name.</summary>
    public IReadOnlyList<string> Snapshots => [.. SnapshotsTaken.Select(snapshot => Regional("rds", $"{(snapshot.IsCluster ? "cluster-" : "")}snapshot:{snapshot.DatabaseIn(Environment)}-*")).Distinct(StringComparer.Ordinal)];

    public IReadOnlyList<string> Distributions => [.. _names.Sites.Select(site => $"arn:{Partition}:cloudfront::{Environment.Account}:distribution/{site.Distribution}").Distinct(StringComparer.Ordinal)];

    public IReadOnlyList<string> SiteBuckets => [.. _names.Sites.Select(site => Bucket(site.Bucket)).Distinct(StringComparer.Ordinal)];

    public IReadOnlyList<string> SiteObjects => [.. _names.Sites.Select(site => $"{Bucket(site.Bucket)}/{site.Prefix}*").Distinct(StringComparer.Ordinal)];

    public string ReleaseBucket => Bucket(ReleaseBucketName.Of(Application, Environment));

    public bool HasServices => Application.Services.Count > 0;

    public bool HasSites => Application.Sites.Count > 0;

    public bool HasRoutes => Application.Services.Any(service => service.Route is not null);

    /// <summary>Whether distributions of sites lead to services too.</summary>
    public bool HasSitePaths => HasSites && Application.Services.Any(service => service.Route?.Site is not null);

    public bool HasOneOffTasks => Application.Services.Any(service => service.Before.OfType<OneOffTask>().Any());

    public bool HasInstanceSnapshots => SnapshotsTaken.Any(snapshot => !snapshot.IsCluster);

    public bool HasClusterSnapshots => SnapshotsTaken.Any(snapshot => snapshot.IsCluster);

    public bool HasShifts => Shifts.Any();

    /// <summary>Whether ECS moves the traffic of a service; for the others Slipway does.</summary>
    public bool HasNativeShifts => Shifts.Any(rollout => rollout is not ServicePairRollout);

    /// <summary>Whether a rollout holds until somebody, or a gate, lets it go on.</summary>
    public bool HasPauses => Shifts.Any(rollout => rollout is SteppedRollout);

    public bool HasPairs => Shifts.Any(rollout => rollout is ServicePairRollout);

    /// <summary>Whether traffic may be shared out by the default action of a listener: a rule's ARN says that it is none, and the name of a parameter nothing.</summary>
    public bool MayMoveListeners => HasShifts && (Environment.Infrastructure is not Infrastructure written
        || written.Traffic.Values.SelectMany(traffic => new[] { traffic.Rule, traffic.TestRule }).OfType<string>().Any(arn => !arn.Contains(":listener-rule/", StringComparison.Ordinal)));

    public bool HasAlarms => Rollouts.Any(rollout => rollout.Alarms.Count > 0) || Shifts.Any(rollout => rollout.Gates.Any(gate => gate is AlarmGate));

    /// <summary>Whether gates read metrics: all but those of alarms and of hosts that are healthy do.</summary>
    public bool HasMetrics => Shifts.Any(rollout => rollout.Gates.Any(gate => gate is not (AlarmGate or HealthyHostsGate)));

    public bool IsConventional => Environment.Infrastructure is ConventionalInfrastructure;

    public bool NeedsApproval => Environment.Approval.IsRequired;

    private IEnumerable<RdsSnapshot> SnapshotsTaken => Application.Services.SelectMany(service => service.Before).OfType<RdsSnapshot>().Where(snapshot => snapshot.IsIn(Environment));

    private string Partition => RoleNames.Arn(Environment, "x").Split(':')[1];

    private IReadOnlyList<string> ServiceNames => [.. Application.Services.SelectMany(service => EcsNames.Services(Application, Environment, service))];

    public IReadOnlyList<string> SecretNames =>
        [.. Application.Services.SelectMany(service => service.Secrets.Values).Select(secret => secret.NameIn(Environment)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private IEnumerable<Rollout> Rollouts => Application.Services.Select(service => service.Rollout.In(Environment));

    private IEnumerable<ShiftedRollout> Shifts => ShiftedServices.Of(Application, Environment).Select(service => ShiftedServices.RolloutOf(service, Environment)).OfType<ShiftedRollout>();

    private IReadOnlyList<string> LogGroupsAs(string end) => Each(
        Application.Services.Select(service => EcsNames.LogGroup(Application, Environment, service)), name => Regional("logs", $"log-group:{name}{end}"), EcsNames.LogGroupPrefix(Application, Environment));

    private string Regional(string service, string resource) => $"arn:{Partition}:{service}:{Environment.Region}:{Environment.Account}:{resource}";

    private string Bucket(string name) => $"arn:{Partition}:s3:::{name}";

    /// <param name="common">What all names begin with; null: the application's own beginning.</param>
    private IReadOnlyList<string> Each(IEnumerable<string> names, Func<string, string> arn, string? common = null) =>
        IsExact ? [.. names.Select(arn)] : [arn($"{common ?? $"{Application.Name}-"}*")];
}

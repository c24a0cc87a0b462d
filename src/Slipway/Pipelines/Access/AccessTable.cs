namespace Slipway.Pipelines.Access;

/// <summary>Actions that some targets need on some resources.</summary>
/// <param name="On">What they are needed on.</param>
/// <param name="For">The targets that need them.</param>
/// <param name="Actions">As IAM names them, which is not always as the API names its operations.</param>
internal sealed record AccessRow(AccessPlace On, AccessTarget For, params IReadOnlyList<string> Actions)
{
    /// <summary>Whether an application needs them at all.</summary>
    public Func<AccessPlaces, bool> If { get; init; } = _ => true;
}

/// <summary>
/// What every target calls, and on what. Facts on actions and resources are from the Service Authorization Reference
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html); that the table has neither too
/// little nor too much is what tests show, which run the targets under its policies.
/// </summary>
internal static class AccessTable
{
    private const AccessTarget Backs = AccessTarget.Rollback | AccessTarget.RollbackCheck | AccessTarget.Doctor;

    /// <summary>What checks the infrastructure against the definitions.</summary>
    private const AccessTarget Judges = AccessTarget.Plans | AccessTarget.Doctor;
    private const AccessTarget Reads = AccessTarget.Preview | AccessTarget.Approve | AccessTarget.Ships | Backs;
    private const AccessTarget Built = AccessTarget.Images | AccessTarget.ImagesChanged;
    private const AccessTarget Ledger = Reads | AccessTarget.Promoted | AccessTarget.Status | AccessTarget.Releases | Built;

    /// <summary>What asks for the infrastructure, by whatever it goes.</summary>
    private const AccessTarget Places = Reads | AccessTarget.Status | AccessTarget.Gates | AccessTarget.Answers;

    public static IReadOnlyList<AccessRow> Rows { get; } = [.. Services(), .. Tasks(), .. Traffic(), .. Images(), .. Sites(), .. Releases(), .. Checks()];

    private static IEnumerable<AccessRow> Services() =>
    [
        new(AccessPlace.SeenServices, Reads | AccessTarget.Status, "ecs:DescribeServices") { If = places => places.HasServices },
        new(AccessPlace.Services, Reads | AccessTarget.Answers, "ecs:ListServiceDeployments") { If = places => places.HasServices },
        new(AccessPlace.ServiceRevisions, Reads, "ecs:DescribeServiceRevisions") { If = places => places.HasServices },
        new(AccessPlace.Anything, Reads, "ecs:DescribeTaskDefinition") { If = places => places.HasServices },
        new(AccessPlace.AnyLogGroup, AccessTarget.Plans | AccessTarget.Attach | AccessTarget.Resume, "logs:DescribeLogGroups") { If = places => places.HasServices },
        new(AccessPlace.AnyLogGroup, Backs, "logs:DescribeLogGroups") { If = places => places.HasPairs },
        new(AccessPlace.AnyLogGroup, AccessTarget.Doctor, "logs:DescribeLogGroups") { If = places => places.HasServices },
        new(AccessPlace.Secrets, Judges | AccessTarget.Attach | AccessTarget.Resume, "secretsmanager:DescribeSecret") { If = places => places.SecretNames.Count > 0 },
        // One name is asked for by itself; several are looked up in the list first.
        new(AccessPlace.Anything, Judges | AccessTarget.Attach | AccessTarget.Resume, "secretsmanager:ListSecrets") { If = places => places.SecretNames.Count > 1 },
        new(AccessPlace.Services, AccessTarget.Changes, "ecs:UpdateService") { If = places => places.HasServices },
        new(AccessPlace.Services, AccessTarget.Ships, "ecs:CreateService") { If = places => places.HasServices },
        // The other side of a pair is made again where it is gone.
        new(AccessPlace.Services, AccessTarget.Rollback, "ecs:CreateService") { If = places => places.HasPairs },
        new(AccessPlace.ServiceDeployments, AccessTarget.Changes | AccessTarget.Answers, "ecs:DescribeServiceDeployments") { If = places => places.HasServices },
        new(AccessPlace.ServiceDeployments, AccessTarget.Changes, "ecs:StopServiceDeployment") { If = places => places.HasServices },
        new(AccessPlace.ServiceDeployments, AccessTarget.Ships | AccessTarget.Answers, "ecs:ContinueServiceDeployment") { If = places => places.HasPauses },
        new(AccessPlace.Movers, AccessTarget.Ships, "iam:PassRole") { If = places => places.HasNativeShifts },
    ];

    private static IEnumerable<AccessRow> Tasks() =>
    [
        // What was deregistered is registered again.
        new(AccessPlace.Anything, AccessTarget.Changes, "ecs:RegisterTaskDefinition") { If = places => places.HasServices },
        new(AccessPlace.Tagged, AccessTarget.Changes, "ecs:TagResource") { If = places => places.HasServices },
        new(AccessPlace.TaskRoles, AccessTarget.Changes, "iam:PassRole") { If = places => places.HasServices },
        new(AccessPlace.TaskDefinitions, AccessTarget.Ships, "ecs:RunTask") { If = places => places.HasOneOffTasks },
        new(AccessPlace.Databases, AccessTarget.Ships, "rds:CreateDBSnapshot", "rds:DescribeDBSnapshots") { If = places => places.HasInstanceSnapshots },
        new(AccessPlace.Databases, AccessTarget.Ships, "rds:CreateDBClusterSnapshot", "rds:DescribeDBClusterSnapshots") { If = places => places.HasClusterSnapshots },
        new(AccessPlace.Snapshots, AccessTarget.Ships, "rds:AddTagsToResource") { If = places => places.HasInstanceSnapshots || places.HasClusterSnapshots },
        new(AccessPlace.Tasks, AccessTarget.Changes, "ecs:DescribeTasks") { If = places => places.HasServices },
        new(AccessPlace.Tasks, AccessTarget.Ships, "ecs:StopTask") { If = places => places.HasOneOffTasks },
        new(AccessPlace.TasksOfCluster, AccessTarget.Changes, "ecs:ListTasks") { If = places => places.HasServices },
        new(AccessPlace.LogGroups, AccessTarget.Ships, "logs:CreateLogGroup", "logs:TagResource", "logs:PutRetentionPolicy") { If = places => places.HasServices },
        new(AccessPlace.LogGroups, AccessTarget.Changes, "logs:GetLogEvents") { If = places => places.HasServices },
    ];

    private static IEnumerable<AccessRow> Traffic() =>
    [
        new(AccessPlace.Anything, AccessTarget.Changes, "elasticloadbalancing:DescribeTargetHealth") { If = places => places.HasRoutes },
        new(AccessPlace.Anything, AccessTarget.Gates, "elasticloadbalancing:DescribeTargetHealth") { If = places => places.HasShifts },
        // Where it is reached by people, once it was shipped.
        new(AccessPlace.Anything, AccessTarget.Changes, "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeLoadBalancers", "elasticloadbalancing:DescribeListeners") { If = places => places.HasRoutes },
        new(AccessPlace.Anything, AccessTarget.Gates, "elasticloadbalancing:DescribeTargetGroups") { If = places => places.HasMetrics },
        new(AccessPlace.Anything, AccessTarget.Plans | AccessTarget.Attach | AccessTarget.Resume | AccessTarget.Gates, "elasticloadbalancing:DescribeRules") { If = places => places.HasShifts },
        new(AccessPlace.Anything, AccessTarget.Plans | AccessTarget.Gates, "elasticloadbalancing:DescribeListeners") { If = places => places.MayMoveListeners },
        new(AccessPlace.Anything, Backs, "elasticloadbalancing:DescribeRules") { If = places => places.HasPairs },
        new(AccessPlace.Anything, AccessTarget.Status, "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeRules") { If = places => places.HasPairs },
        new(AccessPlace.Rules, AccessTarget.Changes, "elasticloadbalancing:ModifyRule") { If = places => places.Rules.Any(rule => !IsListener(rule)) },
        new(AccessPlace.Rules, AccessTarget.Changes, "elasticloadbalancing:ModifyListener") { If = places => places.Rules.Any(rule => !IsRule(rule)) },
        new(AccessPlace.Anything, AccessTarget.Ships | AccessTarget.Gates, "cloudwatch:GetMetricData") { If = places => places.HasMetrics },
        new(AccessPlace.Anything, AccessTarget.Plans | AccessTarget.Attach | AccessTarget.Resume | AccessTarget.Gates, "cloudwatch:DescribeAlarms") { If = places => places.HasAlarms },
    ];

    private static IEnumerable<AccessRow> Images() =>
    [
        new(AccessPlace.Repositories, AccessTarget.Plans | AccessTarget.Attach | AccessTarget.Resume | Built | Backs, "ecr:DescribeRepositories") { If = places => places.HasServices },
        new(AccessPlace.Repositories, Judges | AccessTarget.Attach | AccessTarget.Resume | AccessTarget.Images, "ecr:GetLifecyclePolicy") { If = places => places.HasServices },
        new(AccessPlace.Repositories, Reads | AccessTarget.Promoted | AccessTarget.Images, "ecr:BatchGetImage") { If = places => places.HasServices },
        new(AccessPlace.Anything, AccessTarget.Pushes | AccessTarget.Promoted, "ecr:GetAuthorizationToken") { If = places => places.HasServices },
        new(AccessPlace.Repositories, AccessTarget.Pushes, "ecr:CreateRepository", "ecr:PutImageTagMutability", "ecr:PutImageScanningConfiguration", "ecr:PutLifecyclePolicy") { If = places => places.HasServices },
        new(AccessPlace.Repositories, AccessTarget.Pushes, "ecr:BatchCheckLayerAvailability", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload") { If = places => places.HasServices },
        // What went live once is marked for good, so that a way back marks nothing.
        new(AccessPlace.Repositories, AccessTarget.Ships | AccessTarget.Images, "ecr:PutImage") { If = places => places.HasServices },
        new(AccessPlace.Repositories, AccessTarget.Promoted, "ecr:GetDownloadUrlForLayer") { If = places => places.HasServices },
    ];

    private static IEnumerable<AccessRow> Sites() =>
    [
        new(AccessPlace.SiteBuckets, Reads, "s3:ListBucket") { If = places => places.HasSites },
        new(AccessPlace.SiteObjects, Reads | AccessTarget.Promoted, "s3:GetObject") { If = places => places.HasSites },
        new(AccessPlace.SiteObjects, AccessTarget.Changes, "s3:PutObject", "s3:DeleteObject") { If = places => places.HasSites },
        new(AccessPlace.SiteBuckets, AccessTarget.Ships, "s3:ListBucketMultipartUploads") { If = places => places.HasSites },
        new(AccessPlace.SiteObjects, AccessTarget.Ships, "s3:AbortMultipartUpload") { If = places => places.HasSites },
        new(AccessPlace.Distributions, Reads, "cloudfront:GetDistribution") { If = places => places.HasSites },
        new(AccessPlace.Anything, Reads, "cloudfront:GetCachePolicy") { If = places => places.HasSites },
        new(AccessPlace.Distributions, AccessTarget.Changes, "cloudfront:CreateInvalidation", "cloudfront:GetInvalidation") { If = places => places.HasSites },
    ];

    private static IEnumerable<AccessRow> Releases() =>
    [
        // Without the right to list, S3 answers 403 for what is not there.
        new(AccessPlace.ReleaseBucket, Ledger | AccessTarget.Answers, "s3:ListBucket"),
        new(AccessPlace.ReleaseDocuments, Ledger, "s3:GetObject"),
        new(AccessPlace.ReleaseDocuments, AccessTarget.Changes, "s3:PutObject", "s3:DeleteObject"),
        new(AccessPlace.Questions, AccessTarget.Answers, "s3:GetObject", "s3:PutObject"),
        new(AccessPlace.Approvals, AccessTarget.Approve, "s3:PutObject", "s3:PutObjectTagging"),
        new(AccessPlace.Approvals, AccessTarget.Deploys, "s3:GetObject", "s3:GetObjectVersionTagging") { If = places => places.NeedsApproval },
        new(AccessPlace.ReleaseBucket, AccessTarget.Deploys | AccessTarget.Approve, "s3:GetBucketPolicy") { If = places => places.NeedsApproval },
        new(AccessPlace.NewReleaseBucket, AccessTarget.Bootstrap, "s3:CreateBucket"),
        new(
            AccessPlace.ReleaseBucket, AccessTarget.Bootstrap | AccessTarget.Doctor,
            "s3:GetBucketVersioning", "s3:GetBucketPublicAccessBlock", "s3:GetEncryptionConfiguration", "s3:GetBucketOwnershipControls", "s3:GetLifecycleConfiguration", "s3:GetBucketPolicy", "s3:GetBucketTagging"),
        new(
            AccessPlace.ReleaseBucket, AccessTarget.Bootstrap, "s3:ListBucket",
            "s3:PutBucketVersioning", "s3:PutBucketPublicAccessBlock", "s3:PutEncryptionConfiguration", "s3:PutBucketOwnershipControls", "s3:PutLifecycleConfiguration", "s3:PutBucketPolicy", "s3:PutBucketTagging"),
    ];

    /// <summary>What is looked at before anything is changed. Where it is denied, a run says what it did not check, and goes on.</summary>
    private static IEnumerable<AccessRow> Checks() =>
    [
        new(AccessPlace.Cluster, Judges, "ecs:DescribeClusters") { If = places => places.HasServices },
        new(AccessPlace.Anything, Judges, "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups", "ec2:DescribeRouteTables", "ec2:DescribeVpcEndpoints") { If = places => places.HasServices },
        new(AccessPlace.CheckedRoles, Judges, "iam:GetRole") { If = places => places.HasServices },
        new(AccessPlace.OwnRole, Judges, "iam:GetRole", "iam:SimulatePrincipalPolicy") { If = places => places.HasServices },
        new(AccessPlace.Anything, Judges, "elasticloadbalancing:DescribeTargetGroups") { If = places => places.HasRoutes },
        new(AccessPlace.Anything, Judges, "elasticloadbalancing:DescribeTargetGroupAttributes") { If = places => places.HasShifts },
        new(AccessPlace.Anything, AccessTarget.Doctor, "ecr:GetRegistryScanningConfiguration", "application-autoscaling:DescribeScalableTargets", "application-autoscaling:DescribeScalingPolicies", "cloudwatch:DescribeAlarms")
        {
            If = places => places.HasServices,
        },
        new(AccessPlace.Anything, AccessTarget.Doctor, "elasticloadbalancing:DescribeLoadBalancers", "elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeRules") { If = places => places.HasRoutes },
        new(AccessPlace.SiteBuckets, AccessTarget.Doctor, "s3:GetBucketPublicAccessBlock", "s3:GetBucketPolicy", "s3:GetBucketVersioning", "s3:GetLifecycleConfiguration") { If = places => places.HasSites },
        new(AccessPlace.Anything, AccessTarget.Doctor, "cloudfront:GetOriginRequestPolicy") { If = places => places.HasSitePaths },
        // By convention these are how infrastructure is found, whatever the target is.
        new(AccessPlace.Anything, Places, "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups") { If = places => places is { HasServices: true, IsConventional: true } },
        new(AccessPlace.Anything, Places, "elasticloadbalancing:DescribeTargetGroups") { If = places => places is { HasRoutes: true, IsConventional: true } },
        new(AccessPlace.Anything, Places, "elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeRules") { If = places => places is { HasShifts: true, IsConventional: true } },
        new(AccessPlace.Anything, Places, "cloudfront:ListDistributions") { If = places => places is { HasSites: true, IsConventional: true } },
    ];

    private static bool IsListener(string arn) => arn.Contains(":listener/", StringComparison.Ordinal);

    private static bool IsRule(string arn) => arn.Contains(":listener-rule/", StringComparison.Ordinal);
}

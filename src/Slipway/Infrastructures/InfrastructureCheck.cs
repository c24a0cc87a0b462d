using Slipway.Releases;
using Slipway.Services;

namespace Slipway.Infrastructures;

/// <summary>Judges whether an application can be deployed with the infrastructure that is there. Finds everything at once.</summary>
internal static class InfrastructureCheck
{
    public static Findings Of(Application application, DeployEnvironment environment, Infrastructure infrastructure, InfrastructureObservation seen)
    {
        var findings = new Findings(environment.Infrastructure);
        if (application.Services.Count > 0)
        {
            CheckCluster(findings.On(Topic.Cluster), environment, infrastructure, seen.Cluster);
            CheckControllers(findings.On(Topic.Controller), application, environment, infrastructure, seen.Controllers);
            NetworkCheck.Of(findings.On(Topic.Network), application, environment, infrastructure, seen.Network);
            RoleCheck.Of(findings.On(Topic.Role), application, environment, infrastructure, seen);
            TargetGroupCheck.Of(findings.On(Topic.TargetGroup), application, environment, infrastructure, seen);
            TrafficCheck.Of(findings.On(Topic.Traffic), application, environment, infrastructure, seen);
            CheckSecrets(findings.On(Topic.Secret), application, environment, seen);
        }

        SiteCheck.Of(findings.On(Topic.Site), application, environment, infrastructure, seen);
        CheckReleaseBucket(findings.On(Topic.ReleaseBucket), application, environment, seen);
        return findings;
    }

    /// <exception cref="DeployException">Something is not as it must be. All of it is named.</exception>
    public static void Demand(Application application, DeployEnvironment environment, Findings findings)
    {
        if (findings.All.Count == 0)
            return;

        var found = findings.All.Select(one => $"  {one.Where}\n    seen  {one.Seen}\n    try   {one.Try}");
        throw new DeployException(
            $"""
             {application.Name} cannot be deployed to {environment.Name}: {Count(findings.All.Count)} of its infrastructure {(findings.All.Count == 1 ? "is" : "are")} not as needed. Nothing was changed.
             {string.Join('\n', found.Concat(findings.Notes.Select(note => $"  {note}")))}
             """,
            Verdict.Refused);
    }

    private static string Count(int number) => number == 1 ? "one part" : $"{number} parts";

    private static void CheckCluster(Findings findings, DeployEnvironment environment, Infrastructure infrastructure, Answer<string?> cluster)
    {
        if (!findings.Answered(cluster, $"the cluster {infrastructure.Cluster}", out var status))
            return;

        if (status is null)
            findings.Add("Cluster", $"{infrastructure.Cluster} does not exist in account {environment.Account}, region {environment.Region}", "create it, or correct its name");
        else if (status != "ACTIVE")
            findings.Add("Cluster", $"{infrastructure.Cluster} is {status}", "create it again, or name another one");
    }

    private static void CheckControllers(
        Findings findings, Application application, DeployEnvironment environment, Infrastructure infrastructure, Answer<IReadOnlyDictionary<string, string>> answer)
    {
        if (!findings.Answered(answer, "who deploys the services", out var controllers))
            return;

        foreach (var (service, name) in application.Services.SelectMany(service => EcsNames.Services(application, environment, service).Select(name => (service, name))))
        {
            if (controllers.TryGetValue(name, out var controller) && controller != "ECS")
            {
                findings.AddElsewhere(
                    $"{application.Name} / {service.Name}",
                    $"the service {name} in {infrastructure.Cluster} is deployed by {controller}, and not by ECS itself",
                    $"aws ecs update-service --cluster {infrastructure.Cluster} --service {name} --deployment-controller type=ECS, or delete it");
            }
        }
    }

    private static void CheckSecrets(Findings findings, Application application, DeployEnvironment environment, InfrastructureObservation seen)
    {
        foreach (var service in application.Services)
        {
            foreach (var (variable, secret) in service.Secrets)
            {
                var name = secret.NameIn(environment);
                if (findings.Answered(seen.Secrets[name], $"the secret {name}", out var arn) && arn is null)
                {
                    findings.AddElsewhere(
                        $"{application.Name} / {service.Name} / Secrets / {variable}",
                        $"there is no secret {name} in account {environment.Account}, region {environment.Region}",
                        $"aws secretsmanager create-secret --name {name}, or correct the definition");
                }
            }
        }
    }

    private static void CheckReleaseBucket(Findings findings, Application application, DeployEnvironment environment, InfrastructureObservation seen)
    {
        var name = ReleaseBucketName.Of(application, environment);
        BucketCheck.Of(findings, seen.Buckets[name], name, environment, "the release bucket", $"{environment.Name} / ReleaseBucket", $"./build.sh Bootstrap --environment {environment.Name}");
    }
}

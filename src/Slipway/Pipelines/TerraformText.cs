using System.Text;
using Slipway.Images;
using Slipway.Pipelines.Files;
using Slipway.Services;

namespace Slipway.Pipelines;

/// <summary>
/// What Terraform must leave alone, so that a plan of it does not undo a deploy: <c>lifecycle</c> blocks to copy, since Terraform reads them in the resource itself and
/// nowhere else. For applications whose infrastructure is Terraform's; what Terraform does not make needs none.
/// </summary>
internal static class TerraformText
{
    // Of an aws_ecs_service, what a deploy sets: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service
    private static readonly IReadOnlyList<string> OfService =
    [
        "alarms", "deployment_circuit_breaker", "deployment_configuration", "deployment_maximum_percent", "deployment_minimum_healthy_percent", "desired_count", "enable_ecs_managed_tags",
        "health_check_grace_period_seconds", "load_balancer", "network_configuration", "propagate_tags", "task_definition",
    ];

    /// <summary>One file for each application that has an environment whose infrastructure is taken from Terraform.</summary>
    public static IReadOnlyList<RepositoryFile> Files(IReadOnlyList<Application> applications) =>
        [.. applications.Where(application => Environments(application).Any()).Select(application => new RepositoryFile(PathOf(application), FileHeader.Put(About(application), Text(application))))];

    public static string PathOf(Application application) => $"{RepositoryFolder.Aws}/{application.Name}-ignore-changes.tf";

    private static IEnumerable<DeployEnvironment> Environments(Application application) =>
        DeliveryPlanner.Environments(application).Where(environment => environment.Infrastructure is TerraformOutputs);

    private static IReadOnlyList<string> About(Application application) =>
    [
        $"What deploys of {application.Name} change, so that a plan of Terraform leaves it alone. Terraform does not read this file: copy each lifecycle block into the",
        "resource that makes the thing, if Terraform makes it. Buckets and distributions of sites need none, as long as Terraform manages no objects of those buckets.",
    ];

    private static string Text(Application application)
    {
        var text = new StringBuilder();
        foreach (var service in application.Services)
        {
            foreach (var (name, environments) in EcsServices(application, service))
                Block(text, $"ECS service {name} of {environments}", "aws_ecs_service", Label(name[(application.Name.Length + 1)..]), OfService);

            var label = Label(service.Name);
            if (Environments(application).Where(environment => ShiftedServices.RolloutOf(service, environment) is not null).ToList() is { Count: > 0 } shifted)
            {
                var why = $"moves the traffic of {service.Name} in {Names(shifted)}";
                if (service.Route is { Hosts.Count: 0, Paths.Count: 0 })
                    Block(text, $"The listener whose default action {why}", "aws_lb_listener", label, ["default_action"]);
                else
                    Block(text, $"The listener rule that {why}, and its test rule", "aws_lb_listener_rule", label, ["action"]);
            }

            foreach (var repository in ImageSource.Of(application with { Services = [service] }).Select(image => image.Repository))
            {
                var name = Label(repository[(application.Name.Length + 1)..]);
                Block(text, $"ECR repository {repository}", "aws_ecr_repository", name, ["image_scanning_configuration", "image_tag_mutability"]);
                Block(text, $"Lifecycle of ECR repository {repository}", "aws_ecr_lifecycle_policy", name, ["policy"]);
            }

            Block(text, $"Logs of {service.Name}", "aws_cloudwatch_log_group", label, ["retention_in_days"]);
        }

        return text.Length == 0 ? "# There are no services.\n" : text.ToString(1, text.Length - 1);
    }

    /// <summary>A pair has two services, in those environments where it is one.</summary>
    private static IEnumerable<(string Name, string Environments)> EcsServices(Application application, EcsService service) =>
        Environments(application)
            .SelectMany(environment => EcsNames.Services(application, environment, service).Select(name => (Name: name, Environment: environment)))
            .GroupBy(one => one.Name, one => one.Environment, StringComparer.Ordinal)
            .Select(group => (group.Key, Names(group)));

    private static string Names(IEnumerable<DeployEnvironment> environments) => string.Join(", ", environments.Select(environment => environment.Name));

    private static void Block(StringBuilder text, string about, string type, string label, IReadOnlyList<string> attributes) => text.Append(
        $$"""

          # {{about}}
          resource "{{type}}" "{{label}}" {
            lifecycle {
              ignore_changes = [{{string.Concat(attributes.Select(attribute => $"\n      {attribute},"))}}
              ]
            }
          }

          """.ReplaceLineEndings("\n"));

    // A name of Terraform may have hyphens; nobody gives it any.
    private static string Label(string name) => name.Replace('-', '_');
}

namespace Slipway;

/// <summary>Takes an environment's infrastructure from Terraform or OpenTofu.</summary>
public static class Terraform
{
    /// <summary>The outputs of the configuration in <paramref name="folder"/>, which must be initialised and applied.</summary>
    /// <param name="folder">Relative to the repository's root, such as <c>infrastructure/environments/dev</c>.</param>
    public static TerraformOutputs Outputs(string folder) => new(folder);
}

/// <summary>
/// Names of Terraform outputs that hold an environment's infrastructure. They are read by <c>terraform output -json</c>, or
/// <c>tofu</c> where only that is installed; <see cref="DeployEnvironment.Profile"/> is given to it as <c>AWS_PROFILE</c>.
/// Sensitive outputs are read and never shown. Other names: <c>Terraform.Outputs("infrastructure/dev") with { Subnets = "private_subnets" }</c>.
/// </summary>
/// <param name="Folder">The folder of the configuration, relative to the repository's root.</param>
public sealed record TerraformOutputs(string Folder) : InfrastructureSource
{
    /// <summary>The workspace to read, as <c>TF_WORKSPACE</c>; null: the selected one.</summary>
    public string? Workspace { get; init; }

    /// <summary>
    /// A file in <see cref="Folder"/> with what <c>terraform output -json</c> printed, such as <c>outputs.json</c>, which is read in place of running the program: then a job that
    /// deploys needs neither Terraform nor its state, which holds passwords. Null: the program is run.
    /// </summary>
    public string? File { get; init; }

    /// <summary>A string: name or ARN of the ECS cluster. Default <c>cluster</c>.</summary>
    public string Cluster { get; init; } = "cluster";

    /// <summary>A list of strings: ids of the tasks' subnets. Default <c>subnets</c>.</summary>
    public string Subnets { get; init; } = "subnets";

    /// <summary>A list of strings: ids of the tasks' security groups. Default <c>security_groups</c>.</summary>
    public string SecurityGroups { get; init; } = "security_groups";

    /// <summary>A bool: whether tasks get a public address. Default <c>assign_public_ip</c>, which may be absent: no.</summary>
    public string AssignPublicIp { get; init; } = "assign_public_ip";

    /// <summary>A string: ARN or name of the execution role. Default <c>execution_role</c>.</summary>
    public string ExecutionRole { get; init; } = "execution_role";

    /// <summary>A string: ARN or name of the containers' own role. Default <c>task_role</c>, which may be absent: none.</summary>
    public string TaskRole { get; init; } = "task_role";

    /// <summary>A map from service to the ARN of its target group. Default <c>target_groups</c>; needed when a service has a route.</summary>
    public string TargetGroups { get; init; } = "target_groups";

    /// <summary>
    /// A map from service to an object of <c>alternate_target_group</c>, <c>rule</c> and perhaps <c>test_rule</c> and <c>role</c>, as in <see cref="TrafficInfrastructure"/>.
    /// Default <c>traffic</c>; needed when a service's rollout moves traffic.
    /// </summary>
    public string Traffic { get; init; } = "traffic";

    /// <summary>A map from site to an object of <c>bucket</c>, <c>distribution</c> and perhaps <c>address</c>. Default <c>sites</c>; needed when there is a site.</summary>
    public string Sites { get; init; } = "sites";

    /// <summary>The name of the output behind each member.</summary>
    internal IReadOnlyList<(string Member, string Output)> Names =>
    [
        (nameof(Cluster), Cluster), (nameof(Subnets), Subnets), (nameof(SecurityGroups), SecurityGroups), (nameof(AssignPublicIp), AssignPublicIp),
        (nameof(ExecutionRole), ExecutionRole), (nameof(TaskRole), TaskRole), (nameof(TargetGroups), TargetGroups), (nameof(Traffic), Traffic), (nameof(Sites), Sites),
    ];
}

using System.Text.Json.Nodes;

namespace Slipway.Infrastructures;

/// <summary>Makes an infrastructure from what <c>terraform output -json</c> printed.</summary>
internal static class TerraformReading
{
    /// <exception cref="DeployException">Outputs are missing, of another type or not valid. All of them are named; sensitive values are not shown.</exception>
    public static Infrastructure Of(Application application, DeployEnvironment environment, TerraformOutputs names, JsonObject printed)
    {
        if (printed.Count == 0)
        {
            throw Refused(
                application, environment, names,
                ["it has no outputs at all: it was not applied, another workspace is selected, or it declares none"],
                $"terraform -chdir={names.Folder} apply, or name the Workspace");
        }

        var problems = new Problems();
        var outputs = new TerraformValues(printed, problems);
        var infrastructure = Read(application, environment, names, outputs);
        if (problems.All.Count == 0)
            CheckValues(problems, application, environment, names, infrastructure);

        return problems.All.Count == 0
            ? infrastructure
            : throw Refused(
                application, environment, names, problems.All.Select(problem => outputs.Mask($"{problem}")),
                $"add or correct them and terraform -chdir={names.Folder} apply, or name others: Terraform.Outputs(\"{names.Folder}\") with {{ Cluster = \"...\" }}");
    }

    private static Infrastructure Read(Application application, DeployEnvironment environment, TerraformOutputs names, TerraformValues outputs)
    {
        var standard = new TerraformOutputs(names.Folder);
        var hasServices = application.Services.Count > 0;
        var routed = application.Services.Where(service => service.Route is not null).Select(service => service.Name).ToList();
        var shifted = ShiftedServices.Of(application, environment).Select(service => service.Name).ToList();
        var sites = application.Sites.Select(site => site.Name).ToList();

        // An output that was named on purpose is wanted, even where another could be absent: a slip of the pen would silently take the task role away.
        return new Infrastructure
        {
            Cluster = outputs.Text(names.Cluster, required: hasServices) ?? "",
            Subnets = outputs.Texts(names.Subnets, required: hasServices) ?? [],
            SecurityGroups = outputs.Texts(names.SecurityGroups, required: hasServices) ?? [],
            AssignPublicIp = outputs.Flag(names.AssignPublicIp, required: hasServices && names.AssignPublicIp != standard.AssignPublicIp) ?? false,
            ExecutionRole = outputs.Text(names.ExecutionRole, required: hasServices) ?? "",
            TaskRole = outputs.Text(names.TaskRole, required: hasServices && names.TaskRole != standard.TaskRole),
            TargetGroups = outputs.TextOf(names.TargetGroups, routed),
            Traffic = outputs.TrafficOf(names.Traffic, shifted),
            Sites = outputs.SiteOf(names.Sites, sites),
        };
    }

    /// <summary>The same rules as for values that are written down; what they say of a member is said of its output.</summary>
    private static void CheckValues(Problems problems, Application application, DeployEnvironment environment, TerraformOutputs names, Infrastructure infrastructure)
    {
        var found = new Problems();
        InfrastructureRules.Check(found, application, environment, infrastructure);
        var outputOf = names.Names.ToDictionary(name => name.Member, name => name.Output, StringComparer.Ordinal);
        foreach (var problem in found.All)
            problems.Add(TerraformValues.Where(outputOf[problem.Where]), problem.Message);
    }

    private static DeployException Refused(
        Application application, DeployEnvironment environment, TerraformOutputs names, IEnumerable<string> problems, string next) => new(
        $"""
         Terraform's outputs in {names.Folder} do not give what {application.Name} needs in {environment.Name}. Nothing was changed.
           {string.Join("\n  ", problems)}
           try  {next}
         """,
        Verdict.Refused);
}

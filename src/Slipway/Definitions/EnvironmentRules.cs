using System.Text.RegularExpressions;

namespace Slipway;

/// <summary>What must hold of an environment.</summary>
internal static partial class EnvironmentRules
{
    public static void Check(Problems at, Application application, DeployEnvironment environment)
    {
        at.Name("name", environment.Name, 20);
        at.Unless(
            environment.Account.Length == 12 && environment.Account.All(char.IsAsciiDigit),
            "Account", $"\"{environment.Account}\"; valid is an AWS account id of twelve digits");
        at.Unless(
            RegionName().IsMatch(environment.Region),
            "Region", $"\"{environment.Region}\"; valid is an AWS region such as ap-northeast-2");
        at.Unless(
            environment.AssumeRole is null || RoleArn().IsMatch(environment.AssumeRole),
            "AssumeRole", $"\"{environment.AssumeRole}\"; valid is the ARN of a role, such as arn:aws:iam::111122223333:role/deploy");

        if (environment.IsLocal)
        {
            at.Unless(
                environment.Infrastructure is null,
                "Infrastructure", "is set; the rehearsal makes its own from the definition");
        }
        else
        {
            InfrastructureRules.Check(at, application, environment);
        }

        at.Unless(
            environment.ReleaseBucket is null || BucketName().IsMatch(environment.ReleaseBucket),
            "ReleaseBucket", $"\"{environment.ReleaseBucket}\"; valid is the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens");
        CheckBacking(at, application, environment);
        CheckApproval(at, environment);
    }

    private static void CheckApproval(Problems at, DeployEnvironment environment)
    {
        var approval = environment.Approval;
        at.Unless(
            !environment.IsLocal || !approval.IsRequired,
            "Approval", "is required; the rehearsal on this machine has one caller alone, and nobody else who could approve");

        var of = at.At("Approval");
        of.Unless(
            approval.ValidFor >= TimeSpan.FromMinutes(1) && approval.ValidFor <= TimeSpan.FromDays(30),
            "ValidFor", $"{approval.ValidFor}; valid is one minute to 30 days");
        of.Unless(
            approval.GitHubEnvironment is null || !string.IsNullOrWhiteSpace(approval.GitHubEnvironment),
            "GitHubEnvironment", "is empty; valid is the name of an environment in the settings of the GitHub repository");
        of.Unless(
            approval.GitHubServer is { IsAbsoluteUri: true, PathAndQuery: "/" } server && (server.Scheme == Uri.UriSchemeHttps || server.IsLoopback),
            "GitHubServer", $"\"{approval.GitHubServer}\"; valid is an address such as https://github.com, without a path");
    }

    private static void CheckBacking(Problems at, Application application, DeployEnvironment environment)
    {
        at.Unless(
            environment.IsLocal || environment.Backing.Count == 0,
            "Backing", "is set; only the rehearsal runs data stores, an AWS environment refers to yours through secrets and variables");
        at.Duplicates("Backing", environment.Backing.Select(backing => backing.Name));
        at.Duplicates("Backing / Instance", environment.Backing.Select(backing => backing.InstanceOf(application, environment)).OfType<string>());
        foreach (var backing in environment.Backing)
        {
            at.At("Backing").Name(backing.Engine, backing.Name, AwsLimits.ServiceName);
            var of = at.At("Backing").At(backing.Name);
            var instance = backing.InstanceOf(application, environment);
            of.Unless(backing.Instance is null || instance is not null, "Instance", $"\"{backing.Instance}\"; valid is none, since {backing.Engine} is no DB instance");
            of.Unless(backing.Instance is null || instance is null || (BeforeRules.IsIdentifier(instance) && !instance.Any(char.IsAsciiLetterUpper)), "Instance", $"\"{instance}\"; valid are {BeforeRules.Identifier}, in lower case");
        }
    }

    [GeneratedRegex("^[a-z]{2}(-[a-z]+)+-[0-9]$")]
    private static partial Regex RegionName();

    [GeneratedRegex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$")]
    private static partial Regex RoleArn();

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
    private static partial Regex BucketName();
}

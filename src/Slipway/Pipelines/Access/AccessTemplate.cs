using System.Text.Json.Nodes;
using Slipway.GitHub;
using Slipway.Pipelines.Files;
using Slipway.Pipelines.Templates;

namespace Slipway.Pipelines.Access;

/// <summary>The roles of an environment's jobs as a template of CloudFormation, for a stack in the account of that environment.</summary>
internal static class AccessTemplate
{
    private const string Provider = "IdentityProvider";
    private const string MakesProvider = "MakesIdentityProvider";
    private const string KnowsIds = "KnowsIds";
    private const string OfGitHub = "token.actions.githubusercontent.com";

    // Its parts are filled in by CloudFormation.
    private static readonly OidcRepository Repository = new("${Owner}", "${Name}") { Ids = new RepositoryIds("${OwnerId}", "${RepositoryId}") };

    /// <summary>What official actions ask for, and with it the audience that is demanded.</summary>
    private const string Audience = "sts.amazonaws.com";

    /// <summary>A template for each environment that jobs take roles in, whole files.</summary>
    public static IReadOnlyList<RepositoryFile> Files(DeliveryPlan plan) =>
        [.. All(plan).Select(file => new RepositoryFile(file.Path, FileHeader.Put(["How to make the roles, and what they may do: docs/access.md of Slipway."], CloudFormationText.Write(file.Template))))];

    /// <summary>A template for each environment that jobs take roles in, by the path of its file.</summary>
    public static IReadOnlyList<(string Path, JsonObject Template)> All(DeliveryPlan plan) =>
    [
        .. plan.Stages.Select(stage => stage.Application).OfType<Application>().Distinct()
            .SelectMany(application => DeliveryPlanner.Environments(application).Select(environment => (application, environment, roles: AccessRole.Of(plan, application, environment))))
            .Where(one => one.roles.Count > 0)
            .Select(one => (PathOf(one.application, one.environment), Of(one.application, one.environment, one.roles))),
    ];

    public static string PathOf(Application application, DeployEnvironment environment) => $"{RepositoryFolder.Aws}/{application.Name}-{environment.Name}-access.yml";

    public static JsonObject Of(Application application, DeployEnvironment environment, IReadOnlyList<AccessRole> roles)
    {
        var host = ProviderHost(environment);
        // CodePipeline's builds have roles, and need nobody to vouch for them.
        var isVouchedFor = roles.Any(role => role.Subjects.Count > 0);
        var template = new JsonObject { ["Description"] = $"Roles that the pipelines of {application.Name} take in {environment.Name}: account {environment.Account}, region {environment.Region}" };
        if (Parameters(roles, isVouchedFor, application.Repository) is { Count: > 0 } parameters)
            template["Parameters"] = parameters;

        if (isVouchedFor)
        {
            template["Conditions"] = new JsonObject
            {
                [MakesProvider] = IsText("MakeIdentityProvider", "yes"),
                [KnowsIds] = new JsonObject { ["Fn::And"] = new JsonArray(IsGiven("OwnerId"), IsGiven("RepositoryId")) },
            };
        }

        template["Resources"] = new JsonObject(
        [
            .. isVouchedFor ? [KeyValuePair.Create(Provider, (JsonNode?)IdentityProvider(host))] : Array.Empty<KeyValuePair<string, JsonNode?>>(),
            .. roles.Select((role, at) => KeyValuePair.Create(LogicalName(role, at), (JsonNode?)Role(role, host, environment))),
        ]);
        template["Outputs"] = new JsonObject(roles.Select((role, at) => KeyValuePair.Create(
            LogicalName(role, at), (JsonNode?)new JsonObject { ["Description"] = $"ARN of {role.Name}", ["Value"] = Intrinsic.Get(LogicalName(role, at), "Arn") })));
        return template;
    }

    private static JsonObject IdentityProvider(string host) => new()
    {
        ["Type"] = "AWS::IAM::OIDCProvider",
        ["Condition"] = MakesProvider,
        // Others of the account may trust it too.
        ["DeletionPolicy"] = "Retain",
        ["UpdateReplacePolicy"] = "Retain",
        // IAM knows the provider's certificate by its authority; a thumbprint is not needed.
        ["Properties"] = new JsonObject { ["Url"] = $"https://{host}", ["ClientIdList"] = new JsonArray(Audience) },
    };

    private static JsonObject Parameters(IReadOnlyList<AccessRole> roles, bool isVouchedFor, string? repository)
    {
        var parameters = new JsonObject();
        if (isVouchedFor)
        {
            parameters["Repository"] = Parameter("The repository on GitHub, as OWNER/NAME.", repository, "[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+");
            parameters["OwnerId"] = Parameter("Number of the repository's owner, for subjects that name it (docs/access.md); empty: the subject has none.", "", "[0-9]*");
            parameters["RepositoryId"] = Parameter("Number of the repository, for subjects that name it; empty: the subject has none.", "", "[0-9]*");
            parameters["MakeIdentityProvider"] = Parameter("Whether the account has no provider for GitHub's tokens yet: there is one for all.", "no", null);
            parameters["MakeIdentityProvider"]!["AllowedValues"] = new JsonArray("yes", "no");
        }

        foreach (var parameter in roles.SelectMany(role => role.Policy.Parameters).DistinctBy(parameter => parameter.Name, StringComparer.Ordinal))
            parameters[parameter.Name] = Parameter(parameter.Description, parameter.Default, pattern: parameter.Default is null ? "[^*?]+" : null);

        return parameters;
    }

    private static JsonObject Parameter(string description, string? value, string? pattern)
    {
        var parameter = new JsonObject { ["Type"] = "String", ["Description"] = description };
        if (value is not null)
            parameter["Default"] = value;

        if (pattern is not null)
            parameter["AllowedPattern"] = pattern;

        return parameter;
    }

    private static JsonObject Role(AccessRole role, string host, DeployEnvironment environment)
    {
        var properties = new JsonObject { ["RoleName"] = role.Name };
        if (role.Path != "/")
            properties["Path"] = role.Path;

        properties["Description"] = $"For {Targets(role.Policy.Targets)}";
        properties["MaxSessionDuration"] = (int)role.Held.TotalSeconds;
        properties["AssumeRolePolicyDocument"] = Trust(role, host, environment);
        properties["Policies"] = new JsonArray(new JsonObject { ["PolicyName"] = "targets", ["PolicyDocument"] = WithParameters(role.Policy.Document, role.Policy.Parameters) });
        return new JsonObject { ["Type"] = "AWS::IAM::Role", ["Properties"] = properties };
    }

    private static JsonObject Trust(AccessRole role, string host, DeployEnvironment environment) => new()
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray(role.Builders.Count > 0 ? Builders(role) : Jobs(role, host, environment)),
    };

    /// <summary>
    /// Nobody but the very jobs: audience and whole subject, without a wildcard. Repositories made, renamed or moved after 15 July 2026 have their numbers in the
    /// subject, older ones when they ask for it: what can be either is demanded in both spellings.
    /// </summary>
    private static JsonObject Jobs(AccessRole role, string host, DeployEnvironment environment) => new()
    {
        ["Effect"] = "Allow",
        ["Principal"] = new JsonObject
        {
            ["Federated"] = Intrinsic.If(MakesProvider, Intrinsic.Ref(Provider), Intrinsic.Sub($"arn:${{AWS::Partition}}:iam::{environment.Account}:oidc-provider/{host}")),
        },
        ["Action"] = "sts:AssumeRoleWithWebIdentity",
        ["Condition"] = new JsonObject
        {
            ["StringEquals"] = new JsonObject
            {
                [$"{host}:aud"] = Audience,
                [$"{host}:sub"] = new JsonArray([.. role.Subjects.SelectMany(Spellings)]),
            },
        },
    };

    /// <summary>The projects' own roles. They need not be there yet: IAM refuses a principal that does not exist, and no condition that names one.</summary>
    private static JsonObject Builders(AccessRole role) => new()
    {
        ["Effect"] = "Allow",
        ["Principal"] = new JsonObject { ["AWS"] = new JsonArray([.. role.Builders.Select(Account).Distinct(StringComparer.Ordinal).Select(account => (JsonNode)account)]) },
        ["Action"] = "sts:AssumeRole",
        ["Condition"] = new JsonObject { ["ArnEquals"] = new JsonObject { ["aws:PrincipalArn"] = new JsonArray([.. role.Builders.Select(builder => (JsonNode)builder)]) } },
    };

    private static string Account(string role) => $"{role[..role.IndexOf(":role/", StringComparison.Ordinal)]}:root";

    private static IEnumerable<JsonNode> Spellings(string context)
    {
        yield return Intrinsic.Sub($"{Repository.Classic.Replace("${Owner}/${Name}", "${Repository}", StringComparison.Ordinal)}:{context}");
        yield return Intrinsic.If(KnowsIds, new JsonObject
        {
            ["Fn::Sub"] = new JsonArray($"{Repository.Immutable}:{context}", new JsonObject { ["Owner"] = Part(0), ["Name"] = Part(1) }),
        }, Intrinsic.NoValue);
    }

    /// <summary>Owner or name of the repository.</summary>
    private static JsonObject Part(int index) => new() { ["Fn::Select"] = new JsonArray(index, new JsonObject { ["Fn::Split"] = new JsonArray("/", Intrinsic.Ref("Repository")) }) };

    /// <summary>The document with what CloudFormation puts in the place of parameters.</summary>
    private static JsonNode WithParameters(JsonNode node, IReadOnlyList<AccessParameter> parameters) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)WithParameters(member.Value!, parameters)))),
        JsonArray items => new JsonArray([.. items.Select(item => WithParameters(item!, parameters))]),
        _ when parameters.Any(parameter => node.ToString() == parameter.Reference) => Intrinsic.Ref(node.ToString()[2..^1]),
        _ when parameters.Any(parameter => node.ToString().Contains(parameter.Reference, StringComparison.Ordinal)) => Intrinsic.Sub(node.ToString()),
        _ => node.DeepClone(),
    };

    private static string ProviderHost(DeployEnvironment environment) =>
        environment.Approval.GitHubServer is { Host: not "github.com" } server ? $"{server.Authority}/_services/token" : OfGitHub;

    private static string Targets(AccessTarget targets) =>
        string.Join(", ", AccessTargets.All.Where(target => targets.HasFlag(target)).Select(target => $"./build.sh {AccessTargets.Shown(target)}"));

    /// <summary>Letters and digits: two roles can differ in nothing else.</summary>
    private static string LogicalName(AccessRole role, int at) => $"Role{at + 1}{string.Concat(role.Name.Where(char.IsAsciiLetterOrDigit))}";

    private static JsonObject IsGiven(string parameter) => new() { ["Fn::Not"] = new JsonArray(IsText(parameter, "")) };

    private static JsonObject IsText(string parameter, string text) => new() { ["Fn::Equals"] = new JsonArray(Intrinsic.Ref(parameter), text) };
}

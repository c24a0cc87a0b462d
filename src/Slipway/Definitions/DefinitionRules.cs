namespace Slipway;

/// <summary>One mistake in a definition: where it stands, what was seen and what is valid.</summary>
/// <param name="Where">The path to the value, such as <c>chat / server / Port</c>.</param>
/// <param name="Message">The value that was seen, and what is valid.</param>
internal sealed record DefinitionProblem(string Where, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Where}: {Message}";
}

/// <summary>Finds every mistake in definitions at once, before anything is touched.</summary>
internal static class DefinitionRules
{
    /// <summary>All mistakes in <paramref name="applications"/>; empty when they can be shipped.</summary>
    /// <param name="exists">Whether a file or folder exists; the path is relative to the repository's root.</param>
    public static IReadOnlyList<DefinitionProblem> Check(IReadOnlyList<Application> applications, Func<string, bool> exists)
    {
        var problems = new Problems();
        problems.Duplicates("applications", applications.Select(application => application.Name));

        foreach (var application in applications)
        {
            var at = problems.At(application.Name);
            at.Name("name", application.Name, AwsLimits.ApplicationName);
            at.Duplicates("Environments", application.Environments.Select(environment => environment.Name));
            at.Duplicates("Services and Sites", application.Services.Select(service => service.Name).Concat(application.Sites.Select(site => site.Name)));

            if (application.Environments.Count == 0)
                at.Add("Environments", "is empty; an application needs at least one, such as DeployEnvironment.Local");

            foreach (var environment in application.Environments)
                EnvironmentRules.Check(at.At(environment.Name), application, environment);

            foreach (var service in application.Services)
                ServiceRules.Check(at.At(service.Name), application, service, exists);

            foreach (var site in application.Sites)
                SiteRules.Check(at.At(site.Name), site, exists);

            DependencyRules.Check(at, application);
            RouteRules.Check(at, application);
            SmokeRules.Check(at, application);
        }

        return problems.All;
    }

    /// <exception cref="DeployException">There are mistakes; the message lists all of them.</exception>
    public static void Demand(IReadOnlyList<Application> applications, Func<string, bool> exists) => Demand(Check(applications, exists));

    /// <exception cref="DeployException">There are mistakes; the message lists all of them.</exception>
    public static void Demand(IReadOnlyList<DefinitionProblem> problems)
    {
        if (problems.Count == 0)
            return;

        throw new DeployException(
            $"""
             The definition has {problems.Count} {(problems.Count == 1 ? "mistake" : "mistakes")}. Nothing was changed.
             {string.Join('\n', problems.Select(problem => $"  {problem}"))}
             """,
            Verdict.Usage);
    }
}

/// <summary>Collects problems under a path.</summary>
internal sealed class Problems
{
    private readonly List<DefinitionProblem> _all;
    private readonly string _path;

    public Problems()
        : this([], "")
    {
    }

    private Problems(List<DefinitionProblem> all, string path) => (_all, _path) = (all, path);

    public IReadOnlyList<DefinitionProblem> All => _all;

    public Problems At(string name) => new(_all, Join(name));

    public void Add(string member, string message) => _all.Add(new(Join(member), message));

    public void Unless(bool valid, string member, string message)
    {
        if (!valid)
            Add(member, message);
    }

    public void Duplicates(string member, IEnumerable<string> names)
    {
        foreach (var twice in names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            Add(member, $"\"{twice.Key}\" is defined {twice.Count()} times; each name may stand once");
    }

    public void Name(string member, string name, int longest) =>
        Unless(
            name.Length > 0 && name.Length <= longest && char.IsAsciiLetterLower(name[0]) && !name.EndsWith('-')
                && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'),
            member,
            $"\"{name}\"; valid are lower-case letters, digits and hyphens, a letter first, no hyphen last, at most {longest} characters");

    /// <summary>The value in an environment; a function that throws is a mistake of the definition like any other.</summary>
    public bool TryValue<T>(PerEnvironment<T> value, DeployEnvironment environment, string member, out T result)
    {
        try
        {
            result = value.In(environment);
            return true;
        }
        catch (Exception exception)
        {
            Add(member, $"has no value in {environment.Name}: its function throws {exception.GetType().Name}: {exception.Message}");
            result = default!;
            return false;
        }
    }

    private string Join(string name) => _path.Length == 0 ? name : $"{_path} / {name}";
}

/// <summary>Limits that AWS sets.</summary>
internal static class AwsLimits
{
    public const int ApplicationName = 20;

    public const int ServiceName = 24;

    /// <summary>Of the name of a target group or load balancer.</summary>
    public const int TargetGroupName = 32;

    public const int BucketName = 63;

    /// <summary>Condition values that one listener rule may hold.</summary>
    public const int RuleValues = 5;

    /// <summary>The retention times, in days, that CloudWatch Logs takes (PutRetentionPolicy).</summary>
    public static readonly IReadOnlyList<int> RetentionDays =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];
}

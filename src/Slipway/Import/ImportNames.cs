using System.Text.RegularExpressions;

namespace Slipway.Import;

/// <summary>What the parts of a definition are called, after what they were called.</summary>
internal sealed partial record ImportNames(string Application, string Service, string Environment, string ClassName)
{
    private static readonly string[] Environments = ["dev", "develop", "development", "test", "qa", "stage", "staging", "prod", "production", "live"];

    /// <param name="application">As it was asked for; null: what remains of the family without service and environment.</param>
    /// <param name="environment">As it was asked for; null: a word of the family that names one, or <c>dev</c>.</param>
    public static ImportNames Of(ImportedTask task, string? application, string? environment)
    {
        var service = Name(task.Main.Name, AwsLimits.ServiceName, "service");
        var words = Separators().Split(task.Family ?? "").Where(word => word.Length > 0).ToList();
        var stage = environment ?? words.Find(word => Environments.Contains(word.ToLowerInvariant()))?.ToLowerInvariant() ?? "dev";
        var own = Separators().Split(task.Main.Name);
        var rest = words.Where(word => !word.Equals(stage, StringComparison.OrdinalIgnoreCase) && !own.Contains(word, StringComparer.OrdinalIgnoreCase)).ToList();
        var name = Name(application ?? string.Join('-', rest.Count > 0 ? rest : words), AwsLimits.ApplicationName, "app");
        return new ImportNames(name, service, stage, ClassOf(name));
    }

    /// <summary>A name that a definition takes: lower-case letters, digits and hyphens, a letter first, no hyphen last.</summary>
    public static string Name(string text, int longest, string otherwise)
    {
        var name = NotInNames().Replace(text.ToLowerInvariant(), "-").Trim('-');
        if (name.Length == 0)
            return otherwise;

        if (!char.IsAsciiLetter(name[0]))
            name = $"{otherwise}-{name}";

        return name.Length <= longest ? name : name[..longest].TrimEnd('-');
    }

    // A class must not hide one that a definition is made of, as one called Route would.
    private static string ClassOf(string application)
    {
        var name = CSharpText.ClassName(application);
        return typeof(Application).Assembly.GetType($"{nameof(Slipway)}.{name}") is null ? name : $"{name}App";
    }

    [GeneratedRegex("[-_. /]+")]
    private static partial Regex Separators();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInNames();
}

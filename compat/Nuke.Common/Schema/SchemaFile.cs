using System.Globalization;
using System.Reflection;
using System.Text;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Nuke.Common.Schema;

/// <summary>
/// Keeps <c>.nuke/build.schema.json</c>, with which editors complete <c>.nuke/parameters.json</c>, up to date. It is built anew only when an
/// assembly of the build, or the file itself, is another than at the last time; build servers leave the checkout alone.
/// </summary>
internal static class SchemaFile
{
    public static void Update(NukeBuild build, BuildSession session, IReadOnlyList<ExecutableTarget> targets)
    {
        var folder = session.Root / ".nuke";
        if (NukeBuild.IsServerBuild || !folder.DirectoryExists())
            return;

        var (schema, key) = (folder / "build.schema.json", NukeBuild.TemporaryDirectory / "build.schema.key");
        if (key.FileExists() && key.ReadAllText() == Key(build, schema))
            return;

        Write(schema, BuildSchema.Of(build, targets));
        if (!(folder / "parameters.json").FileExists())
            Write(folder / "parameters.json", "{\n  \"$schema\": \"build.schema.json\"\n}\n");

        File.WriteAllText(key, Key(build, schema));
    }

    private static void Write(AbsolutePath file, string content)
    {
        if (!file.FileExists() || file.ReadAllText() != content)
            File.WriteAllText(file, content);
    }

    // A compiler gives every different assembly another module version id.
    private static string Key(NukeBuild build, AbsolutePath schema)
    {
        var text = new StringBuilder();
        foreach (var module in Assemblies(build).Select(assembly => assembly.ManifestModule.ModuleVersionId.ToString()).Order(StringComparer.Ordinal))
            text.Append(module).Append('\n');

        var file = new FileInfo(schema);
        return text.Append(CultureInfo.InvariantCulture, $"{build.GetType().FullName} {(file.Exists ? $"{file.Length} {file.LastWriteTimeUtc.Ticks}" : "none")}").ToString();
    }

    private static IEnumerable<Assembly> Assemblies(NukeBuild build)
    {
        var assemblies = build.GetType().GetInterfaces().Select(component => component.Assembly).ToHashSet();
        for (var type = build.GetType(); type is not null; type = type.BaseType)
            assemblies.Add(type.Assembly);

        return assemblies.Where(assembly => assembly != typeof(object).Assembly);
    }
}

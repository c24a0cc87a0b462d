using System.Text.Json;
using Slipway.Pipelines.Files;
using Slipway.Processes;

namespace Slipway.Tests.Pipelines;

/// <summary>AWS's own reader of templates: the npm package @aws/cloudformation-validate, which knows the schema of every resource.</summary>
internal sealed class TemplateValidator : IDisposable
{
    private const string Package = "@aws/cloudformation-validate@1.9.0-beta";

    // Findings of a warning and worse, one to a line.
    private const string Script =
        """
        const { existsSync, readFileSync } = require("fs");
        const { RegoEngine, TemplateFile } = require(process.argv[2]);
        const engine = new RegoEngine();
        let found = 0;
        for (const path of process.argv.slice(3)) {
          const given = existsSync(path + ".json") ? JSON.parse(readFileSync(path + ".json", "utf8")) : {};
          for (const one of engine.validateStandard(new TemplateFile(path), { severityLevel: "WARN", parameterOverrides: given }).diagnostics) {
            console.log(path + ": " + JSON.stringify(one));
            found++;
          }
        }
        engine.free();
        process.exit(found === 0 ? 0 : 1);
        """;

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("slipway-cloudformation-");
    private readonly string _package;
    private readonly List<string> _names = [];

    private TemplateValidator(string package) => _package = package;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<TemplateValidator> Start() =>
        new(Path.Combine(await NpmPackages.Folder("cloudformation-validate-1.9.0-beta", Package), "node_modules", "@aws", "cloudformation-validate"));

    /// <param name="parameters">Values of parameters; null: what their defaults are. A value that is empty where it is not used is taken for wrong.</param>
    public async Task Add(string name, string text, IReadOnlyDictionary<string, string>? parameters = null)
    {
        await Write(name, text);
        if (parameters is not null)
            await Write($"{name}.json", JsonSerializer.Serialize(parameters));

        _names.Add(name);
    }

    /// <summary>Exit code 1 where it has anything to say of what was added.</summary>
    public async Task<CommandResult> Run()
    {
        await Write("validate.cjs", Script);
        return await NpmPackages.Run(_root.FullName, new Command("node", [Path.Combine(_root.FullName, "validate.cjs"), _package, .. _names]));
    }

    public void Dispose() => _root.Delete(recursive: true);

    private Task Write(string name, string text) => new RepositoryFolder(_root.FullName).Write(new RepositoryFile(name, text), Ct);
}

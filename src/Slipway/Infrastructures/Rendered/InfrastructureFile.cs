using Slipway.Pipelines.Files;
using Slipway.Pipelines.Templates;

namespace Slipway.Infrastructures.Rendered;

/// <summary>The file that an environment's template is kept in.</summary>
internal static class InfrastructureFile
{
    /// <summary>The target that generates it.</summary>
    public const string Target = "Infrastructure";

    public static RepositoryFile Of(Blueprint blueprint) => new(
        $"{RepositoryFolder.Aws}/{blueprint.Prefix}-infrastructure.yml",
        FileHeader.Put(
            ["How to make the stack, and what each parameter is for: docs/infrastructure.md of Slipway.", .. Remarks.Of(blueprint)],
            CloudFormationText.Write(InfrastructureTemplate.Of(blueprint)), Target));
}

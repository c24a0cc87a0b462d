using System.Text.Json.Nodes;
using Slipway.Pipelines.Templates;

namespace Slipway.Pipelines.CodePipeline;

/// <summary>The connection that sources come through.</summary>
internal static class SourceConnection
{
    /// <summary>Lets a role use it, under both names that the service has had: https://docs.aws.amazon.com/dtconsole/latest/userguide/rename.html</summary>
    public static JsonObject Use(CodePipelineDelivery delivery) =>
        Policies.Allow(["codeconnections:UseConnection", "codestar-connections:UseConnection"], delivery.Connection);
}

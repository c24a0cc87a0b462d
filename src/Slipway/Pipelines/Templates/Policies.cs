using System.Text.Json.Nodes;

namespace Slipway.Pipelines.Templates;

/// <summary>Policies of IAM as they stand in a template.</summary>
internal static class Policies
{
    public static JsonObject Document(params IReadOnlyList<JsonObject> statements) =>
        new() { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. statements.Select(statement => (JsonNode)statement)]) };

    public static JsonObject Allow(IReadOnlyList<string> actions, params IReadOnlyList<JsonNode> resources) => new()
    {
        ["Effect"] = "Allow",
        ["Action"] = new JsonArray([.. actions.Select(action => (JsonNode)action)]),
        ["Resource"] = resources is [var one] ? one : new JsonArray([.. resources]),
    };

    /// <summary>
    /// That a service may take a role, on behalf of this account and for that resource alone: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    /// </summary>
    /// <param name="source">ARN of what the service does it for, in which <c>*</c> stands for anything.</param>
    public static JsonObject Trust(string service, JsonNode source) => Document(new JsonObject
    {
        ["Effect"] = "Allow",
        ["Principal"] = new JsonObject { ["Service"] = service },
        ["Action"] = "sts:AssumeRole",
        ["Condition"] = new JsonObject
        {
            ["StringEquals"] = new JsonObject { ["aws:SourceAccount"] = Intrinsic.Ref("AWS::AccountId") },
            ["ArnLike"] = new JsonObject { ["aws:SourceArn"] = source },
        },
    });

    /// <summary>A role with one policy.</summary>
    /// <param name="name">Null: CloudFormation gives it one.</param>
    public static JsonObject Role(string? name, JsonObject trust, string policy, JsonObject document)
    {
        var properties = new JsonObject();
        if (name is not null)
            properties["RoleName"] = name;

        properties["AssumeRolePolicyDocument"] = trust;
        properties["Policies"] = new JsonArray(new JsonObject { ["PolicyName"] = policy, ["PolicyDocument"] = document });
        return new JsonObject { ["Type"] = "AWS::IAM::Role", ["Properties"] = properties };
    }
}

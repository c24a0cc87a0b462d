using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Protocols;

/// <summary>A service that answers what a test tells it to.</summary>
internal sealed class EchoApi(string signingName, Func<string, JsonObject, Caller, JsonObject> answer) : IAwsApi
{
    public string SigningName => signingName;

    public Task<JsonObject> Call(string operation, JsonObject input, Caller caller, CancellationToken ct) =>
        Task.FromResult(answer(operation, input, caller));
}

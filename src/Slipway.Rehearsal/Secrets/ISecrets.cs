namespace Slipway.Rehearsal.Secrets;

/// <summary>What ECS needs of Secrets Manager.</summary>
internal interface ISecrets
{
    /// <summary>
    /// The value that a container definition's <c>valueFrom</c> names: a full ARN, six-character suffix included, and
    /// optionally <c>:json-key:version-stage:version-id</c>, each of which may be empty.
    /// </summary>
    /// <exception cref="SecretNotFound">There is none; says why, as ECS puts it after <c>ResourceInitializationError:</c>.</exception>
    string Resolve(string valueFrom);
}

/// <summary>A secret that a task cannot be given.</summary>
internal sealed class SecretNotFound(string reason) : Exception(reason);

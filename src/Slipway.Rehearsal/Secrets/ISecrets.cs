using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Secrets;

/// <summary>What ECS needs of Secrets Manager.</summary>
internal interface ISecrets
{
    /// <summary>
    /// The value that a container definition's <c>valueFrom</c> names: a full ARN, six-character suffix included, and
    /// optionally <c>:json-key:version-stage:version-id</c>, each of which may be empty.
    /// </summary>
    /// <exception cref="AwsError">There is none, or it is not a full ARN.</exception>
    string Resolve(string valueFrom);
}

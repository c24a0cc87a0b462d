namespace Slipway.Pipelines.CodePipeline;

/// <summary>A role of an environment, and whom it must trust where CodePipeline delivers.</summary>
/// <param name="Held">How long a build may want it; it is renewed every hour, as every role is that is taken from another one.</param>
/// <param name="Principal">ARN of the role that builds begin in, in the account of the pipelines.</param>
internal sealed record BuildTrust(RoleUse Role, TimeSpan Held, string Principal);

using Slipway.Output;
using Slipway.Rehearsal.Launch;

namespace Slipway.Nuke;

/// <summary>Why a run ends without success.</summary>
internal sealed record RunFailed(string Reason) : OutputEvent
{
    public override EventKind Kind => EventKind.Failure;

    public override string Text => Reason;
}

/// <summary>A line of the rehearsal cloud while it starts.</summary>
internal sealed record RehearsalSaid(string Line) : OutputEvent
{
    public override string Text => Line;
}

/// <summary>The rehearsal cloud runs.</summary>
internal sealed record RehearsalReady(RehearsalEndpoints Cloud) : OutputEvent
{
    public override EventKind Kind => EventKind.Success;

    public override string Text =>
        $"""
         The rehearsal cloud runs.
           AWS     export AWS_ENDPOINT_URL={Cloud.Aws.AbsoluteUri.TrimEnd('/')} AWS_ACCESS_KEY_ID={DeployEnvironment.Local.Account} AWS_SECRET_ACCESS_KEY=rehearsal AWS_DEFAULT_REGION={DeployEnvironment.Local.Region}
           Docker  export DOCKER_HOST={Cloud.Docker.Host}
           end it  ./build.sh RehearseStop
         """;
}

/// <summary>The rehearsal cloud does not run any more.</summary>
internal sealed record RehearsalEnded : OutputEvent
{
    public override EventKind Kind => EventKind.Success;

    public override string Text => "The rehearsal cloud and what it started have ended. Their state is kept in .nuke/temp/rehearsal.";
}

/// <summary>Makes the runner count a target as failed. The reason was told already, so it prints as one line, without a stack trace.</summary>
internal sealed class TargetFailedException(string message) : Exception(message)
{
    public override string ToString() => Message;
}

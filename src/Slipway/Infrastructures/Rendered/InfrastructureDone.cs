using Slipway.Output;

namespace Slipway.Infrastructures.Rendered;

/// <summary>The template of an environment's infrastructure is what its definition says.</summary>
/// <param name="Remarks">What is not in it; empty where the file was only compared.</param>
internal sealed record InfrastructureDone(string File, string Prefix, string Region, IReadOnlyList<string> Remarks) : OutputEvent
{
    public override EventKind Kind => EventKind.Success;

    public override string Text => string.Join('\n',
    [
        $"{File} is what the definition says.",
        .. Remarks.Select(remark => $"  {remark}"),
        $"  make it  aws cloudformation deploy --region {Region} --stack-name {Prefix}-infrastructure --template-file {File} --capabilities CAPABILITY_NAMED_IAM",
    ]);
}

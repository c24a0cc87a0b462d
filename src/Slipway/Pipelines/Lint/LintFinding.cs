namespace Slipway.Pipelines.Lint;

/// <summary>Something in a workflow that is against a rule.</summary>
/// <param name="Line">Counted from one.</param>
/// <param name="Rule">By which it can be allowed where it stands.</param>
/// <param name="Message">What was seen and what comes of it.</param>
/// <param name="Try">What to write instead.</param>
internal sealed record LintFinding(string File, int Line, string Rule, string Message, string Try)
{
    public override string ToString() =>
        $"""
         {File}:{Line}: {Message} ({Rule})
           try  {Try}
         """;
}

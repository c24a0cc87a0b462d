namespace Slipway.Pipelines.Simulation.Expressions;

/// <summary>A parsed expression.</summary>
internal abstract record Expression
{
    private static readonly string[] StatusFunctions = ["success", "failure", "always", "cancelled"];

    private Expression()
    {
    }

    /// <summary>Whether it asks what became of what was before. GitHub puts <c>success()</c> before a condition that does not.</summary>
    public bool AsksForStatus => this switch
    {
        Call call => StatusFunctions.Contains(call.Function, StringComparer.OrdinalIgnoreCase) || call.Arguments.Any(argument => argument.AsksForStatus),
        Member member => member.Of.AsksForStatus,
        Item item => item.Of.AsksForStatus || item.Index.AsksForStatus,
        Each each => each.Of.AsksForStatus,
        Not not => not.Of.AsksForStatus,
        Two two => two.Left.AsksForStatus || two.Right.AsksForStatus,
        _ => false,
    };

    public sealed record Literal(Value Value) : Expression;

    public sealed record Context(string Name) : Expression;

    public sealed record Member(Expression Of, string Name) : Expression;

    public sealed record Item(Expression Of, Expression Index) : Expression;

    public sealed record Each(Expression Of) : Expression;

    public sealed record Not(Expression Of) : Expression;

    /// <param name="Operator">As it is written.</param>
    public sealed record Two(string Operator, Expression Left, Expression Right) : Expression;

    public sealed record Call(string Function, IReadOnlyList<Expression> Arguments) : Expression;
}

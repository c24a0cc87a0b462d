namespace Slipway.Pipelines;

/// <summary>One step of a job.</summary>
internal abstract record PipelineStep(string Name)
{
    /// <summary>What it must be able to do.</summary>
    public IReadOnlyList<Capability> Needs { get; init; } = [];

    /// <summary>The only way in which a value from outside reaches a command.</summary>
    public IReadOnlyList<StepVariable> Variables { get; init; } = [];

    /// <summary><c>./build.sh</c> with a target and its parameters.</summary>
    public sealed record Build(string Name, string Target, IReadOnlyList<Word> Words) : PipelineStep(Name)
    {
        /// <summary>Names of what later jobs take from it.</summary>
        public IReadOnlyList<string> Outputs { get; init; } = [];

        /// <summary>Name of the output with the address at which people find what was deployed, for whoever looks at the job's gate; null: there is none.</summary>
        public string? Address { get; init; }
    }

    /// <summary>A program of the build's own.</summary>
    public sealed record Program(string Name, IReadOnlyList<Word> Words) : PipelineStep(Name);

    /// <summary>An action of GitHub; no other rendering can have it.</summary>
    public sealed record Action(string Name, string Uses, IReadOnlyList<KeyValuePair<string, string>> With) : PipelineStep(Name);
}

/// <summary>One word of a command line.</summary>
internal abstract record Word
{
    private Word()
    {
    }

    public sealed record Literal(string Text) : Word;

    /// <summary>
    /// An option whose value is a variable of the step, written as one word (<c>--name=value</c>), so that a value which begins with two dashes is no
    /// option of its own.
    /// </summary>
    /// <param name="OnlyIfSet">Whether it is left out where the variable is empty.</param>
    public sealed record Option(string Name, string Variable, bool OnlyIfSet) : Word;
}

/// <summary>An environment variable of a step.</summary>
internal sealed record StepVariable(string Name, VariableValue Value);

/// <summary>Where the value of a variable comes from.</summary>
internal abstract record VariableValue
{
    private VariableValue()
    {
    }

    public sealed record Literal(string Text) : VariableValue;

    /// <summary>What whoever started the stage answered.</summary>
    /// <param name="Nothing">The answer that stands for an empty value; null: none does.</param>
    public sealed record Input(string Name, string? Nothing = null) : VariableValue;

    /// <summary>What an earlier job found out.</summary>
    public sealed record Output(string Job, string Name) : VariableValue;

    /// <summary>The present value of a matrix's variable.</summary>
    public sealed record Axis(string Variable) : VariableValue;

    /// <summary>The commit that a pull request, or what the merge queue tries, starts from.</summary>
    public sealed record Base : VariableValue;

    /// <summary>The token of the job.</summary>
    public sealed record Token : VariableValue;
}

namespace Slipway.Output;

/// <summary>Tells every event to several outputs, in order.</summary>
internal sealed class CompositeOutput(params IReadOnlyList<IOutput> outputs) : IOutput
{
    public void Emit(OutputEvent happened)
    {
        foreach (var output in outputs)
            output.Emit(happened);
    }
}

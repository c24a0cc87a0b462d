namespace Slipway.Output;

/// <summary>Tells every event to several outputs, in their order.</summary>
internal sealed class Outputs(params IReadOnlyList<IOutput> all) : IOutput
{
    public void Emit(OutputEvent happened)
    {
        foreach (var output in all)
            output.Emit(happened);
    }
}

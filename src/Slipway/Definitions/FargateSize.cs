namespace Slipway;

/// <summary>CPU and memory of a Fargate task.</summary>
public readonly record struct FargateSize
{
    private FargateSize(int cpu, int memoryMiB) => (Cpu, MemoryMiB) = (cpu, memoryMiB);

    /// <summary>CPU units; 1024 are one vCPU.</summary>
    public int Cpu { get; }

    /// <summary>Memory in MiB.</summary>
    public int MemoryMiB { get; }

    /// <summary>A size; whether Fargate offers it is checked with the rest of the definition.</summary>
    public static FargateSize Of(int cpu, int memoryMiB) => new(cpu, memoryMiB);

    /// <inheritdoc/>
    public override string ToString() => $"{Cpu} CPU units, {MemoryMiB} MiB";
}

namespace Slipway;

/// <summary>The sizes that Fargate offers on Linux (Amazon ECS developer guide, "Task CPU and memory").</summary>
internal static class FargateSizes
{
    private static readonly IReadOnlyDictionary<int, IReadOnlyList<int>> MemoryByCpu = new SortedDictionary<int, IReadOnlyList<int>>
    {
        [256] = [512, 1024, 2048],
        [512] = Range(1024, 4096, 1024),
        [1024] = Range(2048, 8192, 1024),
        [2048] = Range(4096, 16384, 1024),
        [4096] = Range(8192, 30720, 1024),
        [8192] = Range(16384, 61440, 4096),
        [16384] = Range(32768, 122880, 8192),
    };

    /// <summary>What is wrong with a size and what is valid; null when Fargate offers it.</summary>
    public static string? Problem(FargateSize size) =>
        !MemoryByCpu.TryGetValue(size.Cpu, out var memory)
            ? $"{size.Cpu} CPU units; valid are {string.Join(", ", MemoryByCpu.Keys)}"
            : memory.Contains(size.MemoryMiB)
                ? null
                : $"{size.MemoryMiB} MiB with {size.Cpu} CPU units; valid are {Describe(memory)}";

    private static string Describe(IReadOnlyList<int> memory) =>
        memory.Count <= 3
            ? string.Join(", ", memory)
            : $"{memory[0]} to {memory[^1]} in steps of {memory[1] - memory[0]}";

    private static List<int> Range(int first, int last, int step) =>
        [.. Enumerable.Range(0, ((last - first) / step) + 1).Select(i => first + (i * step))];
}

namespace Slipway.Output;

/// <summary>Asks whoever sits at the terminal of this process.</summary>
internal static class ConsoleQuestion
{
    /// <summary>Whether they say yes; null: nobody sits there.</summary>
    public static async Task<bool?> Ask(string question, CancellationToken ct)
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
            return null;

        Console.Write($"{question} [y/N] ");
        // Reading from a console cannot be cancelled; leaving it can.
        var answer = await Task.Run(Console.ReadLine, CancellationToken.None).WaitAsync(ct);
        return answer?.Trim().ToLowerInvariant() is "y" or "yes";
    }
}

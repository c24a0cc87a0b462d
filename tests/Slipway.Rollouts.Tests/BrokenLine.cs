namespace Slipway.Rollouts;

/// <summary>A deploy whose line to AWS breaks as soon as its rollout has moved.</summary>
internal static class BrokenLine
{
    /// <param name="back">When the line comes back; null: never.</param>
    public static async Task<Ending> Play(Stage stage, string strategy, TimeSpan? back, CancellationToken ct)
    {
        await using var wire = await Wire.To(stage.Aws, ct);
        return await new Scenario(strategy, new ShopVersion("two"))
        {
            Wire = wire,
            Meanwhile = async (_, told, ct) =>
            {
                await told.Says(said => said is Services.RolloutMoved).WaitAsync(ct);
                wire.IsDead = true;
                if (back is not { } after)
                    return;

                await Task.Delay(after, ct);
                wire.IsDead = false;
            },
        }.Play(stage, ct);
    }
}

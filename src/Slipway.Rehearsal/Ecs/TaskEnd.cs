namespace Slipway.Rehearsal.Ecs;

/// <summary>How a task comes to its end, in ECS's words.</summary>
internal static class TaskEnd
{
    /// <summary>Asks a task to end; the first reason stays.</summary>
    public static void Ask(EcsTask task, DateTimeOffset now, string code, string reason)
    {
        if (!task.Alive)
            return;

        task.DesiredStatus = "STOPPED";
        task.StopCode = code;
        task.StoppedReason = reason;
        task.StoppingAt = now;
        task.Healthy = false;
        task.Version++;
    }

    public static void Move(EcsTask task, DateTimeOffset now, string status)
    {
        task.LastStatus = status;
        task.Since = now;
        task.Version++;
    }
}

namespace Slipway;

/// <summary>What must hold of a container's health check. ECS refuses a task definition otherwise: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html</summary>
internal static class ContainerHealthRules
{
    public static void Check(Problems at, ContainerHealthCheck health)
    {
        at.Unless(
            health.Command is [("CMD" or "CMD-SHELL"), _, ..],
            "Command", $"[{string.Join(", ", health.Command.Select(word => $"\"{word}\""))}]; valid is \"CMD\" with a program and its arguments, or \"CMD-SHELL\" with one line for the shell");
        at.Unless(
            health.Command is not ["CMD-SHELL", _, _, ..],
            "Command", $"has {health.Command.Count - 1} words behind \"CMD-SHELL\"; valid is one line for the shell, or \"CMD\"");
        CheckTime(at, "Interval", health.Interval, least: 5, most: 300);
        CheckTime(at, "Timeout", health.Timeout, least: 2, most: 60);
        CheckTime(at, "StartPeriod", health.StartPeriod, least: 0, most: 300);
        at.Unless(health.Retries is >= 1 and <= 10, "Retries", $"{health.Retries}; valid are 1 to 10");
    }

    private static void CheckTime(Problems at, string member, TimeSpan time, int least, int most) =>
        at.Unless(
            time >= TimeSpan.FromSeconds(least) && time <= TimeSpan.FromSeconds(most) && time.Milliseconds == 0,
            member, $"{time.TotalSeconds} s; valid are {least} to {most} whole seconds");
}

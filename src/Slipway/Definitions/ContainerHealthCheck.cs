namespace Slipway;

/// <summary>
/// The check with which ECS asks the essential container itself whether it is well; a task of a service that fails it is replaced. It is the task definition's
/// <c>healthCheck</c> (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html); a <c>HEALTHCHECK</c> of the image is not looked at by ECS.
/// </summary>
/// <param name="Command">
/// As ECS takes it: <c>CMD</c> and a program of the image with its arguments, or <c>CMD-SHELL</c> and one line for the image's <c>/bin/sh</c>. Exit code 0 means healthy.
/// </param>
public sealed record ContainerHealthCheck(params IReadOnlyList<string> Command)
{
    /// <summary>Time between checks, 5 to 300 seconds. Default 30 seconds.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time after which a check that has not ended has failed, 2 to 60 seconds. Default 5 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Failures in a row that make the container unhealthy, 1 to 10. Default 3.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Time after its start in which failures do not count, 0 to 300 seconds. Default 0.</summary>
    public TimeSpan StartPeriod { get; init; } = TimeSpan.Zero;
}

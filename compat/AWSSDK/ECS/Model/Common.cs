namespace Amazon.ECS.Model;

public class ClusterServiceConnectDefaultsRequest
{
    public string? Namespace { get; set; }
}

public class CreatedAt
{
    public DateTime? Before { get; set; }
    public DateTime? After { get; set; }
}

public class Failure
{
    public string? Arn { get; set; }
    public string? Reason { get; set; }
    public string? Detail { get; set; }
}

public class ServiceDeploymentBrief
{
    public string? ServiceDeploymentArn { get; set; }
    public string? ServiceArn { get; set; }
    public string? ClusterArn { get; set; }
    public DateTime? StartedAt { get; set; }
    public DateTime? CreatedAt { get; set; }
    public DateTime? FinishedAt { get; set; }
    public string? TargetServiceRevisionArn { get; set; }
    public ServiceDeploymentStatus? Status { get; set; }
    public string? StatusReason { get; set; }
}

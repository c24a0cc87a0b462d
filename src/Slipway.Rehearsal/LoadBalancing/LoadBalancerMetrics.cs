using Slipway.Rehearsal.CloudWatch;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>Tells CloudWatch what the proxy measured, under AWS's names and dimensions.</summary>
internal sealed class LoadBalancerMetrics(IMetrics metrics, TimeProvider clock)
{
    private const string Namespace = "AWS/ApplicationELB";

    /// <summary>A target answered: counted for the load balancer as a whole and for the group.</summary>
    public void Answered(LoadBalancer balancer, TargetGroup group, int statusCode, TimeSpan took)
    {
        PerGroup(balancer, group, "RequestCount", "Count", 1);
        PerGroup(balancer, group, "TargetResponseTime", "Seconds", took.TotalSeconds);
        if (statusCode >= 200)
            PerGroup(balancer, group, $"HTTPCode_Target_{statusCode / 100}XX_Count", "Count", 1);
    }

    /// <summary>A target was chosen and gave no answer.</summary>
    public void Unanswered(LoadBalancer balancer, TargetGroup group) => PerGroup(balancer, group, "RequestCount", "Count", 1);

    public void RefusedConnection(LoadBalancer balancer, TargetGroup group) =>
        PerGroup(balancer, group, "TargetConnectionErrorCount", "Count", 1);

    /// <summary>The load balancer itself answered with an error; such answers belong to no group.</summary>
    public void OwnError(LoadBalancer balancer, int statusCode)
    {
        Of(balancer, $"HTTPCode_ELB_{statusCode / 100}XX_Count", 1);
        if (statusCode is 500 or 502 or 503 or 504)
            Of(balancer, $"HTTPCode_ELB_{statusCode}_Count", 1);
    }

    public void OwnAnswer(LoadBalancer balancer, bool redirect) =>
        Of(balancer, redirect ? "HTTP_Redirect_Count" : "HTTP_Fixed_Response_Count", 1);

    public void Connections(LoadBalancer balancer, int active) => Of(balancer, "ActiveConnectionCount", active);

    public void Hosts(LoadBalancer balancer, TargetGroup group, int healthy, int unhealthy)
    {
        var at = clock.GetUtcNow();
        metrics.Record(new(Namespace, "HealthyHostCount", "Count", Both(balancer, group)), at, healthy);
        metrics.Record(new(Namespace, "UnHealthyHostCount", "Count", Both(balancer, group)), at, unhealthy);
    }

    private void PerGroup(LoadBalancer balancer, TargetGroup group, string name, string unit, double value)
    {
        var at = clock.GetUtcNow();
        metrics.Record(new(Namespace, name, unit, ("LoadBalancer", balancer.Dimension)), at, value);
        metrics.Record(new(Namespace, name, unit, Both(balancer, group)), at, value);
    }

    private void Of(LoadBalancer balancer, string name, double value) =>
        metrics.Record(new(Namespace, name, "Count", ("LoadBalancer", balancer.Dimension)), clock.GetUtcNow(), value);

    private static (string, string)[] Both(LoadBalancer balancer, TargetGroup group) =>
        [("LoadBalancer", balancer.Dimension), ("TargetGroup", group.Dimension)];
}

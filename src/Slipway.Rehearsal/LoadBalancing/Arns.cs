using System.Security.Cryptography;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>ARNs in AWS's form: CloudWatch's dimensions and the ARNs of listeners and rules are cut out of them.</summary>
internal static class Arns
{
    public static string Scope(Caller caller) => $"arn:aws:elasticloadbalancing:{caller.Region}:{caller.Account}:";

    public static string LoadBalancer(Caller caller, string name) => $"{Scope(caller)}loadbalancer/app/{name}/{NewId()}";

    public static string TargetGroup(Caller caller, string name) => $"{Scope(caller)}targetgroup/{name}/{NewId()}";

    public static string Listener(string loadBalancerArn) =>
        $"{loadBalancerArn.Replace(":loadbalancer/", ":listener/", StringComparison.Ordinal)}/{NewId()}";

    public static string Rule(string listenerArn) =>
        $"{listenerArn.Replace(":listener/", ":listener-rule/", StringComparison.Ordinal)}/{NewId()}";

    public static string After(string arn, string mark) => arn[(arn.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..];

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
}

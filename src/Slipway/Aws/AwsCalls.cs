using System.Collections.Concurrent;

namespace Slipway.Aws;

/// <summary>Counts the AWS calls of a session, such as <c>ecs:DescribeServices</c>; the client's own retries do not count.</summary>
internal sealed class AwsCalls
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Numbers by operation, in ordinal order.</summary>
    public IReadOnlyDictionary<string, int> Counts => new SortedDictionary<string, int>(_counts, StringComparer.Ordinal);

    /// <summary>How many of them may have changed something.</summary>
    public int Mutating => _counts.Where(call => IsMutating(call.Key)).Sum(call => call.Value);

    public void Add(string serviceId, string requestName)
    {
        var operation = requestName.EndsWith("Request", StringComparison.Ordinal) ? requestName[..^"Request".Length] : requestName;
        _counts.AddOrUpdate($"{Prefix(serviceId)}:{operation}", 1, (_, count) => count + 1);
    }

    /// <summary>Whether an operation may change something, by its name: AWS names those that only read after a few verbs.</summary>
    public static bool IsMutating(string operation)
    {
        var name = operation[(operation.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return !Reading.Any(verb => name.StartsWith(verb, StringComparison.Ordinal)) && name is not ("AssumeRole" or "BatchCheckLayerAvailability");
    }

    private static readonly string[] Reading = ["Describe", "List", "Get", "Head", "BatchGet", "Filter", "Lookup"];

    // The prefix that IAM policies use.
    private static string Prefix(string serviceId) => serviceId switch
    {
        "Elastic Load Balancing v2" => "elasticloadbalancing",
        "CloudWatch Logs" => "logs",
        "Application Auto Scaling" => "application-autoscaling",
        _ => serviceId.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant(),
    };
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.AutoScaling;

/// <summary>Reads what names a scalable target. The rehearsal has services of ECS alone.</summary>
internal static partial class ScalingInput
{
    public const string Namespace = "ecs";
    public const string Dimension = "ecs:service:DesiredCount";

    // https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html
    private const int LargestPage = 50;

    public static AwsError Invalid(string message) => new("ValidationException", message);

    public static AwsError NoTarget(string id) => new(
        "ObjectNotFoundException", $"No scalable target found for service namespace: {Namespace}, resource ID: {id}, scalable dimension: {Dimension}");

    public static void CheckNamespace(JsonObject input)
    {
        if (input.RequiredString("ServiceNamespace", "ValidationException") is var name and not Namespace)
            throw Invalid($"The rehearsal cloud scales services of {Namespace} alone, found '{name}'");
    }

    public static void CheckDimension(JsonObject input, bool isRequired)
    {
        var dimension = isRequired ? input.RequiredString("ScalableDimension", "ValidationException") : input.OptionalString("ScalableDimension");
        if (dimension is not (null or Dimension))
            throw Invalid($"Unsupported service namespace, resource type or scalable dimension: {dimension}");
    }

    /// <summary>The id of the target that an operation is about.</summary>
    public static string Resource(JsonObject input)
    {
        CheckNamespace(input);
        CheckDimension(input, isRequired: true);
        var id = input.RequiredString("ResourceId", "ValidationException");
        return ResourceId().IsMatch(id) ? id : throw Invalid($"Unsupported service namespace, resource type or scalable dimension: {id}; valid is service/CLUSTER/SERVICE");
    }

    /// <summary>A page of at most "MaxResults" items, 50 by default. The token is the key of its last item.</summary>
    public static (IReadOnlyList<T> Items, string? Next) Page<T>(IEnumerable<T> items, Func<T, string> key, JsonObject input)
    {
        var size = input.OptionalInt("MaxResults") ?? LargestPage;
        if (size is < 1 or > LargestPage)
            throw Invalid($"MaxResults must be between 1 and {LargestPage}, found {size}");

        var after = input.OptionalString("NextToken");
        var rest = items.OrderBy(key, StringComparer.Ordinal).Where(item => after is null || string.CompareOrdinal(key(item), after) > 0).Take(size + 1).ToList();
        return rest.Count <= size ? (rest, null) : (rest[..size], key(rest[size - 1]));
    }

    [GeneratedRegex("^service/[A-Za-z0-9_-]+/[A-Za-z0-9_-]+$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ResourceId();
}

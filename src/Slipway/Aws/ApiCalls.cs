using System.Collections.Concurrent;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Slipway.Aws;

/// <summary>Counts the calls of each AWS operation, such as <c>ecs:DescribeServices</c>. A call counts once, however often the SDK tries it.</summary>
internal sealed class ApiCalls
{
    private static readonly string[] Reading = ["Describe", "List", "Get", "BatchGet", "BatchCheck", "Filter", "Head", "AssumeRole"];

    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Numbers of calls by operation, in ordinal order.</summary>
    public IReadOnlyDictionary<string, int> Counts => new SortedDictionary<string, int>(_counts, StringComparer.Ordinal);

    /// <summary>Whether an operation changes anything, told by its name as AWS's own naming has it.</summary>
    public static bool Mutates(string operation)
    {
        var name = operation[(operation.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return !Array.Exists(Reading, reading => name.StartsWith(reading, StringComparison.Ordinal));
    }

    /// <summary>Makes a client whose calls are counted here. Works with any client on AWSSDK.Core.</summary>
    public T Counted<T>(Func<T> make)
    {
        Customizer.Registered.Owner.Value = this;
        try
        {
            return make();
        }
        finally
        {
            Customizer.Registered.Owner.Value = null;
        }
    }

    internal void Add(string operation) => _counts.AddOrUpdate(operation, 1, (_, count) => count + 1);

    /// <summary>The SDK knows customizers of the whole process only; a client gets the counter that is current while it is made.</summary>
    private sealed class Customizer : IRuntimePipelineCustomizer
    {
        private Customizer()
        {
        }

        public static Customizer Registered { get; } = Register();

        public AsyncLocal<ApiCalls?> Owner { get; } = new();

        public string UniqueName => "Slipway.Aws.ApiCalls";

        public void Customize(Type type, RuntimePipeline pipeline)
        {
            if (Owner.Value is { } owner)
                pipeline.AddHandler(new Handler(owner));
        }

        private static Customizer Register()
        {
            var customizer = new Customizer();
            RuntimePipelineCustomizerRegistry.Instance.Register(customizer);
            return customizer;
        }
    }

    private sealed class Handler(ApiCalls calls) : PipelineHandler
    {
        public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            var request = executionContext.RequestContext;
            calls.Add($"{Prefix(request.ServiceMetaData.ServiceId)}:{Operation(request.RequestName)}");
            return base.InvokeAsync<T>(executionContext);
        }

        private static string Operation(string request) =>
            request.EndsWith("Request", StringComparison.Ordinal) ? request[..^"Request".Length] : request;

        /// <summary>The name that IAM policies have for a service.</summary>
        private static string Prefix(string serviceId) => serviceId switch
        {
            "Elastic Load Balancing v2" => "elasticloadbalancing",
            "CloudWatch Logs" => "logs",
            _ => serviceId.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant(),
        };
    }
}

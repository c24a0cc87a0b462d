using System.Reflection;
using Amazon.ApplicationAutoScaling;
using Amazon.CloudFront;
using Amazon.CloudWatch;
using Amazon.CloudWatchLogs;
using Amazon.CodePipeline;
using Amazon.EC2;
using Amazon.ECR;
using Amazon.ECS;
using Amazon.ElasticLoadBalancingV2;
using Amazon.IdentityManagement;
using Amazon.RDS;
using Amazon.Runtime;
using Amazon.SecretsManager;

namespace AWSSDK.Tests.Aws;

/// <summary>The kinds of requests and replies that services have.</summary>
internal enum Wire
{
    Json,
    Query,
    Ec2,
    RestXml,
}

/// <summary>A service of the built-in package, with what the tests must know of it beyond its types.</summary>
internal sealed record Service(string Model, Type Interface, Type Client, Type Config)
{
    public const string AccessKey = "AKIDEXAMPLE";
    public const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    public static readonly IReadOnlyList<Service> All =
    [
        new("ecr", typeof(IAmazonECR), typeof(AmazonECRClient), typeof(AmazonECRConfig)),
        new("ecs", typeof(IAmazonECS), typeof(AmazonECSClient), typeof(AmazonECSConfig)),
        new("elbv2", typeof(IAmazonElasticLoadBalancingV2), typeof(AmazonElasticLoadBalancingV2Client), typeof(AmazonElasticLoadBalancingV2Config)),
        new("cloudwatch", typeof(IAmazonCloudWatch), typeof(AmazonCloudWatchClient), typeof(AmazonCloudWatchConfig)),
        new("logs", typeof(IAmazonCloudWatchLogs), typeof(AmazonCloudWatchLogsClient), typeof(AmazonCloudWatchLogsConfig)),
        new("application-autoscaling", typeof(IAmazonApplicationAutoScaling), typeof(AmazonApplicationAutoScalingClient), typeof(AmazonApplicationAutoScalingConfig)),
        new("codepipeline", typeof(IAmazonCodePipeline), typeof(AmazonCodePipelineClient), typeof(AmazonCodePipelineConfig)),
        new("secretsmanager", typeof(IAmazonSecretsManager), typeof(AmazonSecretsManagerClient), typeof(AmazonSecretsManagerConfig)),
        new("cloudfront", typeof(IAmazonCloudFront), typeof(AmazonCloudFrontClient), typeof(AmazonCloudFrontConfig)),
        new("ec2", typeof(IAmazonEC2), typeof(AmazonEC2Client), typeof(AmazonEC2Config)),
        new("iam", typeof(IAmazonIdentityManagementService), typeof(AmazonIdentityManagementServiceClient), typeof(AmazonIdentityManagementServiceConfig)),
        new("rds", typeof(IAmazonRDS), typeof(AmazonRDSClient), typeof(AmazonRDSConfig)),
    ];

    public static IEnumerable<(Service Service, MethodInfo Operation)> Operations =>
        All.SelectMany(service => service.Interface.GetMethods()
            .Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal))
            .Select(method => (service, method)));

    public Wire Wire => Model switch
    {
        "elbv2" or "iam" or "rds" => Wire.Query,
        "ec2" => Wire.Ec2,
        "cloudfront" => Wire.RestXml,
        _ => Wire.Json,
    };

    public string Namespace => Interface.Namespace!;

    public static Service Named(string model) => All.Single(service => service.Model == model);

    public AmazonServiceClient Connect(string url, string secret = Secret, Action<ClientConfig>? configure = null)
    {
        var config = (ClientConfig)Activator.CreateInstance(Config)!;
        config.ServiceURL = url;
        config.AuthenticationRegion = "ap-northeast-2";
        configure?.Invoke(config);
        return (AmazonServiceClient)Activator.CreateInstance(Client, new BasicAWSCredentials(AccessKey, secret), config)!;
    }

    public Type RequestOf(string operation) => Interface.GetMethod(operation + "Async")!.GetParameters()[0].ParameterType;

    /// <summary>Calls an operation by name, as the compiler would.</summary>
    public async Task<AmazonWebServiceResponse> Call(AmazonServiceClient client, string operation, object? request = null)
    {
        var method = Interface.GetMethod(operation + "Async")!;
        request ??= EmptyRequest(operation);
        var task = (Task)method.Invoke(client, [request, TestContext.Current.CancellationToken])!;
        await task;
        return (AmazonWebServiceResponse)task.GetType().GetProperty("Result")!.GetValue(task)!;
    }

    public string EmptyReply(string operation) => Wire == Wire.Json ? "{}" : $"<{operation}Response><{operation}Result/></{operation}Response>";

    // What stands in a path cannot be left out.
    private object EmptyRequest(string operation)
    {
        var request = Activator.CreateInstance(RequestOf(operation))!;
        foreach (var property in request.GetType().GetProperties().Where(property => Wire == Wire.RestXml && property.PropertyType == typeof(string) && property.CanWrite))
        {
            property.SetValue(request, "x");
        }

        return request;
    }
}

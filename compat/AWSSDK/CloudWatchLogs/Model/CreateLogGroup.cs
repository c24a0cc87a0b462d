using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudWatchLogs.Model;

public class CreateLogGroupRequest : AmazonWebServiceRequest
{
    public string? LogGroupName { get; set; }
    public string? KmsKeyId { get; set; }
    public Dictionary<string, string>? Tags { get; set; } = Initial.Dictionary<string, string>();
    public LogGroupClass? LogGroupClass { get; set; }
    public bool? DeletionProtectionEnabled { get; set; }
}

public class CreateLogGroupResponse : AmazonWebServiceResponse;

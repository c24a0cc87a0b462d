using Amazon.Runtime;

namespace Amazon.CloudWatchLogs.Model;

public class PutRetentionPolicyRequest : AmazonWebServiceRequest
{
    public string? LogGroupName { get; set; }
    public int? RetentionInDays { get; set; }
}

public class PutRetentionPolicyResponse : AmazonWebServiceResponse;

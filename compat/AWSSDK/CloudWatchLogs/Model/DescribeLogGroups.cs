using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudWatchLogs.Model;

public class DescribeLogGroupsRequest : AmazonWebServiceRequest
{
    public List<string>? AccountIdentifiers { get; set; } = Initial.List<string>();
    public string? LogGroupNamePrefix { get; set; }
    public string? LogGroupNamePattern { get; set; }
    public string? NextToken { get; set; }
    public int? Limit { get; set; }
    public bool? IncludeLinkedAccounts { get; set; }
    public LogGroupClass? LogGroupClass { get; set; }
    public List<string>? LogGroupIdentifiers { get; set; } = Initial.List<string>();
}

public class DescribeLogGroupsResponse : AmazonWebServiceResponse
{
    public List<LogGroup>? LogGroups { get; set; } = Initial.List<LogGroup>();
    public string? NextToken { get; set; }
}

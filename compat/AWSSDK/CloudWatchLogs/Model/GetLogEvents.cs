using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudWatchLogs.Model;

public class GetLogEventsRequest : AmazonWebServiceRequest
{
    public string? LogGroupName { get; set; }
    public string? LogGroupIdentifier { get; set; }
    public string? LogStreamName { get; set; }
    [EpochMilliseconds]
    public DateTime? StartTime { get; set; }
    [EpochMilliseconds]
    public DateTime? EndTime { get; set; }
    public string? NextToken { get; set; }
    public int? Limit { get; set; }
    public bool? StartFromHead { get; set; }
    public bool? Unmask { get; set; }
}

public class GetLogEventsResponse : AmazonWebServiceResponse
{
    public List<OutputLogEvent>? Events { get; set; } = Initial.List<OutputLogEvent>();
    public string? NextForwardToken { get; set; }
    public string? NextBackwardToken { get; set; }
}

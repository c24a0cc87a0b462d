using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudWatchLogs.Model;

public class FilterLogEventsRequest : AmazonWebServiceRequest
{
    public string? LogGroupName { get; set; }
    public string? LogGroupIdentifier { get; set; }
    public List<string>? LogStreamNames { get; set; } = Initial.List<string>();
    public string? LogStreamNamePrefix { get; set; }
    public long? StartTime { get; set; }
    public long? EndTime { get; set; }
    public string? FilterPattern { get; set; }
    public string? NextToken { get; set; }
    public int? Limit { get; set; }
    public bool? StartFromHead { get; set; }
    [Obsolete("Starting on June 17, 2019, this parameter will be ignored and the value will be assumed to be true.")]
    public bool? Interleaved { get; set; }
    public bool? Unmask { get; set; }
}

public class FilterLogEventsResponse : AmazonWebServiceResponse
{
    public List<FilteredLogEvent>? Events { get; set; } = Initial.List<FilteredLogEvent>();
    public List<SearchedLogStream>? SearchedLogStreams { get; set; } = Initial.List<SearchedLogStream>();
    public string? NextToken { get; set; }
}

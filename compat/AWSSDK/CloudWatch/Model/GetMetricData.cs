using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudWatch.Model;

public class GetMetricDataRequest : AmazonWebServiceRequest
{
    public List<MetricDataQuery>? MetricDataQueries { get; set; } = Initial.List<MetricDataQuery>();
    public DateTime? StartTime { get; set; }
    public DateTime? EndTime { get; set; }
    public string? NextToken { get; set; }
    public ScanBy? ScanBy { get; set; }
    public int? MaxDatapoints { get; set; }
    public LabelOptions? LabelOptions { get; set; }
}

public class GetMetricDataResponse : AmazonWebServiceResponse
{
    public List<MetricDataResult>? MetricDataResults { get; set; } = Initial.List<MetricDataResult>();
    public string? NextToken { get; set; }
    public List<MessageData>? Messages { get; set; } = Initial.List<MessageData>();
}

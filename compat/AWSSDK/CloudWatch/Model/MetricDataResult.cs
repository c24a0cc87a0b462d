using Amazon.Runtime.Compat;

namespace Amazon.CloudWatch.Model;

public class MetricDataResult
{
    public string? Id { get; set; }
    public string? Label { get; set; }
    public List<DateTime>? Timestamps { get; set; } = Initial.List<DateTime>();
    public List<double>? Values { get; set; } = Initial.List<double>();
    public StatusCode? StatusCode { get; set; }
    public List<MessageData>? Messages { get; set; } = Initial.List<MessageData>();
}

public class MessageData
{
    public string? Code { get; set; }
    public string? Value { get; set; }
}

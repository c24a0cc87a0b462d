using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.CloudWatch.Model;

public class DescribeAlarmsRequest : AmazonWebServiceRequest
{
    public List<string>? AlarmNames { get; set; } = Initial.List<string>();
    public string? AlarmNamePrefix { get; set; }
    public List<string>? AlarmTypes { get; set; } = Initial.List<string>();
    public string? ChildrenOfAlarmName { get; set; }
    public string? ParentsOfAlarmName { get; set; }
    public StateValue? StateValue { get; set; }
    public string? ActionPrefix { get; set; }
    public int? MaxRecords { get; set; }
    public string? NextToken { get; set; }
}

public class DescribeAlarmsResponse : AmazonWebServiceResponse
{
    public List<CompositeAlarm>? CompositeAlarms { get; set; } = Initial.List<CompositeAlarm>();
    public List<MetricAlarm>? MetricAlarms { get; set; } = Initial.List<MetricAlarm>();
    public List<LogAlarm>? LogAlarms { get; set; } = Initial.List<LogAlarm>();
    public string? NextToken { get; set; }
}

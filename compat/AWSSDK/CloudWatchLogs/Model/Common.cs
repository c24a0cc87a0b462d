using Amazon.Runtime.Compat;

namespace Amazon.CloudWatchLogs.Model;

public class FilteredLogEvent
{
    public string? LogStreamName { get; set; }
    public long? Timestamp { get; set; }
    public string? Message { get; set; }
    public long? IngestionTime { get; set; }
    public string? EventId { get; set; }
}

public class OutputLogEvent
{
    [EpochMilliseconds]
    public DateTime? Timestamp { get; set; }
    public string? Message { get; set; }
    [EpochMilliseconds]
    public DateTime? IngestionTime { get; set; }
}

public class SearchedLogStream
{
    public string? LogStreamName { get; set; }
    public bool? SearchedCompletely { get; set; }
}

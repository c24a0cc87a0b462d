using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.RDS.Model;

public class DescribeDBSnapshotsRequest : AmazonWebServiceRequest
{
    public string? DBInstanceIdentifier { get; set; }
    public string? DBSnapshotIdentifier { get; set; }
    public string? SnapshotType { get; set; }

    [ItemName("Filter")]
    public List<Filter>? Filters { get; set; } = Initial.List<Filter>();

    public int? MaxRecords { get; set; }
    public string? Marker { get; set; }
    public bool? IncludeShared { get; set; }
    public bool? IncludePublic { get; set; }
    public string? DbiResourceId { get; set; }
}

public class DescribeDBSnapshotsResponse : AmazonWebServiceResponse
{
    public string? Marker { get; set; }

    [ItemName("DBSnapshot")]
    public List<DBSnapshot>? DBSnapshots { get; set; } = Initial.List<DBSnapshot>();
}

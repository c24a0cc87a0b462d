using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.RDS.Model;

public class DescribeDBClusterSnapshotsRequest : AmazonWebServiceRequest
{
    public string? DBClusterIdentifier { get; set; }
    public string? DBClusterSnapshotIdentifier { get; set; }
    public string? SnapshotType { get; set; }

    [ItemName("Filter")]
    public List<Filter>? Filters { get; set; } = Initial.List<Filter>();

    public int? MaxRecords { get; set; }
    public string? Marker { get; set; }
    public bool? IncludeShared { get; set; }
    public bool? IncludePublic { get; set; }
    public string? DbClusterResourceId { get; set; }
}

public class DescribeDBClusterSnapshotsResponse : AmazonWebServiceResponse
{
    public string? Marker { get; set; }

    [ItemName("DBClusterSnapshot")]
    public List<DBClusterSnapshot>? DBClusterSnapshots { get; set; } = Initial.List<DBClusterSnapshot>();
}

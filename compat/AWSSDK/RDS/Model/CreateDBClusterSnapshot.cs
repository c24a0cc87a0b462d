using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.RDS.Model;

public class CreateDBClusterSnapshotRequest : AmazonWebServiceRequest
{
    public string? DBClusterSnapshotIdentifier { get; set; }
    public string? DBClusterIdentifier { get; set; }

    [ItemName("Tag")]
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
}

public class CreateDBClusterSnapshotResponse : AmazonWebServiceResponse
{
    public DBClusterSnapshot? DBClusterSnapshot { get; set; }
}

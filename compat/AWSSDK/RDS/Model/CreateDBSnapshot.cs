using Amazon.Runtime;
using Amazon.Runtime.Compat;

namespace Amazon.RDS.Model;

public class CreateDBSnapshotRequest : AmazonWebServiceRequest
{
    public string? DBSnapshotIdentifier { get; set; }
    public string? DBInstanceIdentifier { get; set; }

    [ItemName("Tag")]
    public List<Tag>? Tags { get; set; } = Initial.List<Tag>();
}

public class CreateDBSnapshotResponse : AmazonWebServiceResponse
{
    public DBSnapshot? DBSnapshot { get; set; }
}

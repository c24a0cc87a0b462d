using Amazon.Runtime.Compat;

namespace Amazon.CloudFront.Model;

public class OriginGroups
{
    public int? Quantity { get; set; }
    [ItemName("OriginGroup")]
    public List<OriginGroup>? Items { get; set; } = Initial.List<OriginGroup>();
}

public class OriginGroup
{
    public string? Id { get; set; }
    public OriginGroupFailoverCriteria? FailoverCriteria { get; set; }
    public OriginGroupMembers? Members { get; set; }
    public OriginGroupSelectionCriteria? SelectionCriteria { get; set; }
}

public class OriginGroupFailoverCriteria
{
    public StatusCodes? StatusCodes { get; set; }
}

public class OriginGroupMember
{
    public string? OriginId { get; set; }
}

public class OriginGroupMembers
{
    public int? Quantity { get; set; }
    [ItemName("OriginGroupMember")]
    public List<OriginGroupMember>? Items { get; set; } = Initial.List<OriginGroupMember>();
}

public class StatusCodes
{
    public int? Quantity { get; set; }
    [ItemName("StatusCode")]
    public List<int>? Items { get; set; } = Initial.List<int>();
}

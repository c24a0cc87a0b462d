namespace Slipway.Rehearsal.Protocols;

/// <summary>What the items of a list are called in the query protocol: <c>member</c>, unless the model of the service names them.</summary>
internal static class QueryLists
{
    public const string Usual = "member";

    private static readonly Dictionary<string, string> OfRds = new(StringComparer.Ordinal)
    {
        ["DBInstances"] = "DBInstance",
        ["DBClusters"] = "DBCluster",
        ["DBSnapshots"] = "DBSnapshot",
        ["DBClusterSnapshots"] = "DBClusterSnapshot",
        ["Events"] = "Event",
        ["EventCategories"] = "EventCategory",
        ["TagList"] = "Tag",
    };

    /// <param name="service">Its signing name.</param>
    public static string ItemOf(string service, string list) => service == "rds" ? OfRds.GetValueOrDefault(list, Usual) : Usual;
}

using Amazon.Runtime.Compat;

namespace Amazon.RDS.Model;

public class Filter
{
    public string? Name { get; set; }

    [ItemName("Value")]
    public List<string>? Values { get; set; } = Initial.List<string>();
}

public class Tag
{
    public string? Key { get; set; }
    public string? Value { get; set; }
}

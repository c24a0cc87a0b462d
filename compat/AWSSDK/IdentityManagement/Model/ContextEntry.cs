using Amazon.Runtime.Compat;

namespace Amazon.IdentityManagement.Model;

public class ContextEntry
{
    public string? ContextKeyName { get; set; }
    public List<string>? ContextKeyValues { get; set; } = Initial.List<string>();
    public ContextKeyTypeEnum? ContextKeyType { get; set; }
}

using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using Amazon.Runtime.Documents;

namespace Amazon.Runtime.Compat;

/// <summary>The members of a model class, read by reflection once per process.</summary>
internal sealed class Shape
{
    private static readonly ConcurrentDictionary<Type, Shape> Known = new();
    private readonly Dictionary<string, Member> _byName;

    private Shape(Type type)
    {
        Members = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(property => new Member(property))];
        Route = type.GetCustomAttribute<RouteAttribute>();
        _byName = Members.ToDictionary(member => member.PascalName, StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<Member> Members { get; }

    public RouteAttribute? Route { get; }

    public static Shape Of(Type type) => Known.GetOrAdd(type, static type => new(type));

    public Member? Find(string wireName) => _byName.GetValueOrDefault(wireName);

    /// <summary>The members that are set. An empty collection is set, unless collections begin empty.</summary>
    public IEnumerable<(Member Member, object Value)> ValuesOf(object structure)
    {
        foreach (var member in Members)
        {
            if (member.Property.GetValue(structure) is { } value && IsSet(value))
            {
                yield return (member, value);
            }
            else if (member.IdempotencyToken)
            {
                yield return (member, Guid.NewGuid().ToString());
            }
        }
    }

    private static bool IsSet(object value) => value switch
    {
        Document document => !document.IsNull(),
        ICollection { Count: 0 } => !AWSConfigs.InitializeCollections,
        _ => true,
    };

    internal sealed class Member(PropertyInfo property)
    {
        public PropertyInfo Property { get; } = property;

        public string PascalName { get; } = property.GetCustomAttribute<WireNameAttribute>()?.Name ?? property.Name;

        public string CamelName { get; } =
            property.GetCustomAttribute<WireNameAttribute>()?.Name ?? char.ToLowerInvariant(property.Name[0]) + property.Name[1..];

        /// <summary>The header that carries the member; null: it does not travel as one.</summary>
        public string? Header { get; } = property.GetCustomAttribute<InHeaderAttribute>()?.Name;

        public bool InQuery { get; } = property.IsDefined(typeof(InQueryAttribute));

        public bool IsPayload { get; } = property.IsDefined(typeof(PayloadAttribute));

        public string ItemName { get; } = property.GetCustomAttribute<ItemNameAttribute>()?.Name ?? "member";

        public bool IdempotencyToken { get; } = property.IsDefined(typeof(IdempotencyTokenAttribute));

        public bool Milliseconds { get; } = property.IsDefined(typeof(EpochMillisecondsAttribute));

        public Type Type { get; } = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
    }
}

using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;

namespace Amazon.EC2;

public class RouteOrigin(string value) : ConstantClass(value)
{
    public static readonly RouteOrigin CreateRouteTable = new("CreateRouteTable");
    public static readonly RouteOrigin CreateRoute = new("CreateRoute");
    public static readonly RouteOrigin EnableVgwRoutePropagation = new("EnableVgwRoutePropagation");
    public static readonly RouteOrigin Advertisement = new("Advertisement");

    public static RouteOrigin FindValue(string value) => FindValue<RouteOrigin>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator RouteOrigin?(string? value) => FindValue<RouteOrigin>(value);
}

public class RouteState(string value) : ConstantClass(value)
{
    public static readonly RouteState Active = new("active");
    public static readonly RouteState Blackhole = new("blackhole");
    public static readonly RouteState Filtered = new("filtered");

    public static RouteState FindValue(string value) => FindValue<RouteState>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator RouteState?(string? value) => FindValue<RouteState>(value);
}

public class RouteTableAssociationStateCode(string value) : ConstantClass(value)
{
    public static readonly RouteTableAssociationStateCode Associating = new("associating");
    public static readonly RouteTableAssociationStateCode Associated = new("associated");
    public static readonly RouteTableAssociationStateCode Disassociating = new("disassociating");
    public static readonly RouteTableAssociationStateCode Disassociated = new("disassociated");
    public static readonly RouteTableAssociationStateCode Failed = new("failed");

    public static RouteTableAssociationStateCode FindValue(string value) => FindValue<RouteTableAssociationStateCode>(value);

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator RouteTableAssociationStateCode?(string? value) => FindValue<RouteTableAssociationStateCode>(value);
}

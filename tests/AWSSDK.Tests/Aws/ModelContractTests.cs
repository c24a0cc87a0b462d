using System.Reflection;
using Amazon.Runtime;

namespace AWSSDK.Tests.Aws;

/// <summary>The public types against AWS's models: nothing missing, nothing invented.</summary>
public sealed class ModelContractTests
{
    // The .NET package gives these numbers as times; its customisation files for the service say so.
    private static readonly string[] TimesInMilliseconds =
    [
        "GetLogEventsRequest.StartTime", "GetLogEventsRequest.EndTime", "LogGroup.CreationTime",
        "OutputLogEvent.Timestamp", "OutputLogEvent.IngestionTime",
    ];

    public static TheoryData<string> Models => [.. Service.All.Select(service => service.Model)];

    [Theory, MemberData(nameof(Models))]
    public void Every_class_has_the_members_of_the_shape_and_no_others(string name)
    {
        var service = Service.Named(name);
        var model = AwsModel.Of(name);

        var expected = Operations(service).SelectMany(operation => Described(model, operation))
            .Concat(Operations(service).SelectMany(operation => Roots(model, operation)).Distinct()
                .SelectMany(root => model.Closure([root]))
                .Where(shape => model.Type(shape) == "structure" && !model.IsError(shape) && !IsRoot(service, model, shape))
                .Distinct()
                .SelectMany(shape => Lines(model, Capital(shape), shape)));
        var actual = ModelTypes(service).Where(type => !type.IsSubclassOf(typeof(Exception))).SelectMany(Lines);

        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Models))]
    public void Every_enumeration_has_the_values_of_the_shape_and_no_others(string name)
    {
        var service = Service.Named(name);
        var model = AwsModel.Of(name);

        var expected = model.Closure(Operations(service).SelectMany(operation => Roots(model, operation)))
            .Where(shape => model.Enum(shape) is not null)
            .SelectMany(shape => model.Enum(shape)!.Select(value => $"{Capital(shape)} {value}"));
        var actual = service.Interface.Assembly.GetExportedTypes()
            .Where(type => type.Namespace == service.Namespace && type.IsSubclassOf(typeof(ConstantClass)))
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(field => Squeezed(field.Name) == Squeezed(((ConstantClass)field.GetValue(null)!).Value))
                .Select(field => $"{type.Name} {field.GetValue(null)}"));

        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Models))]
    public void Every_error_has_its_exception_with_the_members_of_the_shape_and_there_are_no_others(string name)
    {
        var service = Service.Named(name);
        var model = AwsModel.Of(name);

        var expected = Operations(service).SelectMany(model.Errors).Distinct()
            .SelectMany(shape => Lines(model, ExceptionName(shape), shape).Where(line => !line.Contains(".Message ", StringComparison.Ordinal)));
        var actual = ModelTypes(service).Where(type => type.IsSubclassOf(typeof(AmazonServiceException))).SelectMany(Lines);

        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    /// <summary>The .NET package drops "Fault" and makes every error end in "Exception".</summary>
    internal static string ExceptionName(string shape) =>
        shape.EndsWith("Exception", StringComparison.Ordinal) ? shape
        : shape.EndsWith("Fault", StringComparison.Ordinal) ? shape[..^"Fault".Length] + "Exception"
        : shape + "Exception";

    private static IEnumerable<string> Operations(Service service) =>
        Service.Operations.Where(pair => pair.Service == service).Select(pair => pair.Operation.Name[..^"Async".Length]);

    private static IEnumerable<string> Roots(AwsModel model, string operation) =>
        new[] { model.Input(operation), model.Output(operation) }.OfType<string>().Concat(model.Errors(operation));

    private static bool IsRoot(Service service, AwsModel model, string shape) =>
        Operations(service).Any(operation => model.Input(operation) == shape || model.Output(operation) == shape);

    private static IEnumerable<string> Described(AwsModel model, string operation) =>
        Lines(model, operation + "Request", model.Input(operation)).Concat(Lines(model, operation + "Response", model.Output(operation)));

    private static IEnumerable<string> Lines(AwsModel model, string name, string? shape) =>
        (shape is null ? [] : model.Members(shape))
            .Select(member => $"{name}.{Capital(member.Name)} {TypeOf(model, name, Capital(member.Name), member.Shape)}")
            .Prepend(name);

    private static string TypeOf(AwsModel model, string owner, string member, string shape) =>
        TimesInMilliseconds.Contains($"{owner}.{member}") ? "DateTime?" : TypeOf(model, shape, inCollection: false);

    private static string TypeOf(AwsModel model, string shape, bool inCollection)
    {
        var nullable = inCollection ? "" : "?";
        return model.Type(shape) switch
        {
            "boolean" => "Boolean" + nullable,
            "integer" => "Int32" + nullable,
            "long" => "Int64" + nullable,
            "double" => "Double" + nullable,
            "timestamp" => "DateTime" + nullable,
            "blob" => "MemoryStream",
            // A struct that knows a null of its own.
            "document" => "Document",
            "string" => model.Enum(shape) is null || inCollection ? "String" : Capital(shape),
            "list" => $"List<{TypeOf(model, model.Item(shape), inCollection: true)}>",
            "map" => $"Dictionary<{TypeOf(model, model.Key(shape), inCollection: true)},{TypeOf(model, model.Value(shape), inCollection: true)}>",
            _ => Capital(shape),
        };
    }

    private static IEnumerable<Type> ModelTypes(Service service) =>
        service.Interface.Assembly.GetExportedTypes().Where(type => type.Namespace == service.Namespace + ".Model");

    private static IEnumerable<string> Lines(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(property => $"{type.Name}.{property.Name} {NameOf(property.PropertyType)}")
            .Prepend(type.Name);

    private static string NameOf(Type type) =>
        Nullable.GetUnderlyingType(type) is { } value ? value.Name + "?"
        : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(',', type.GenericTypeArguments.Select(NameOf))}>"
        : type.Name;

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static string Squeezed(string value) => new([.. value.Where(c => char.IsLetterOrDigit(c) || c == '_').Select(char.ToUpperInvariant)]);
}

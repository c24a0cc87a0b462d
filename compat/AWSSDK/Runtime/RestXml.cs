using System.Xml.Linq;
using Amazon.Runtime.Internal;
using Amazon.Util;

namespace Amazon.Runtime.Compat;

/// <summary>
/// The REST protocol with XML: a request is spread over method, path, query, headers and body as its class is annotated, and a reply
/// is gathered from headers and body. Every reply that has a body names one member as its payload.
/// </summary>
internal static class RestXml
{
    /// <exception cref="AmazonServiceException">A member of the path is not set; nothing was sent.</exception>
    public static void Write(AwsService service, string operation, AmazonWebServiceRequest input, IRequest request)
    {
        var shape = Shape.Of(input.GetType());
        var route = shape.Route ?? throw new InvalidOperationException($"{input.GetType()} has no route.");
        RefuseGapsInPath(service, operation, input, shape, route);
        request.HttpMethod = route.Method;
        request.ResourcePath = route.Path;
        request.UseQueryString = true;

        var inBody = new List<(Shape.Member Member, object Value)>();
        foreach (var (member, value) in shape.ValuesOf(input))
        {
            if (IsInPath(member, route))
            {
                request.AddPathResource(Placeholder(member), Values.ToText(value));
            }
            else if (member.InQuery)
            {
                request.Parameters[member.PascalName] = Values.ToText(value);
            }
            else if (member.Header is { } header)
            {
                request.Headers[header] = Values.ToText(value);
            }
            else
            {
                inBody.Add((member, value));
            }
        }

        WriteBody(service, operation, inBody, request);
    }

    public static T Read<T>(ResponseBody body)
        where T : AmazonWebServiceResponse, new()
    {
        var response = new T { ResponseMetadata = new() { RequestId = body.Header(HeaderKeys.RequestIdHeader) } };
        foreach (var member in Shape.Of(typeof(T)).Members)
        {
            if (member.Header is { } header && body.Header(header) is { } text)
            {
                member.Property.SetValue(response, Values.FromText(text, member.Type));
            }
            else if (member.IsPayload)
            {
                member.Property.SetValue(response, ReadPayload(body, member.Type));
            }
        }

        return response;
    }

    private static string Placeholder(Shape.Member member) => $"{{{member.PascalName}}}";

    private static bool IsInPath(Shape.Member member, RouteAttribute route) => route.Path.Contains(Placeholder(member), StringComparison.Ordinal);

    // An empty part would turn the path into that of another operation.
    private static void RefuseGapsInPath(AwsService service, string operation, AmazonWebServiceRequest input, Shape shape, RouteAttribute route)
    {
        if (shape.Members.FirstOrDefault(member => IsInPath(member, route) && member.Property.GetValue(input) is null or "") is { } gap)
        {
            throw (AmazonServiceException)Activator.CreateInstance(
                service.Error, $"{operation} was not sent: its request has no {gap.Property.Name}.", null)!;
        }
    }

    private static void WriteBody(AwsService service, string operation, IReadOnlyList<(Shape.Member Member, object Value)> members, IRequest request)
    {
        if (members.Count == 0)
        {
            return;
        }

        XNamespace ns = service.XmlNamespace;
        request.Headers[HeaderKeys.ContentTypeHeader] = "application/xml";
        request.Content = members is [{ Member.IsPayload: true } payload]
            ? XmlBody.Write(ns + payload.Member.PascalName, Shape.Of(payload.Member.Type).ValuesOf(payload.Value))
            : XmlBody.Write(ns + (operation + "Request"), members);
    }

    private static object ReadPayload(ResponseBody body, Type type) =>
        type == typeof(MemoryStream) ? new MemoryStream(body.Bytes) : XmlBody.Read(XmlBody.Parse(body.Bytes), Activator.CreateInstance(type)!);
}

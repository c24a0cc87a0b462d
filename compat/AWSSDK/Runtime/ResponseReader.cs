using System.Net;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime.Internal.Transform;
using Amazon.Util;

namespace Amazon.Runtime.Compat;

/// <summary>Reads the reply of any operation, and turns errors into the service's exceptions.</summary>
internal sealed class ResponseReader<T>(AwsService service) : ResponseUnmarshaller
    where T : AmazonWebServiceResponse, new()
{
    public override AmazonWebServiceResponse Unmarshall(UnmarshallerContext input)
    {
        var body = (ResponseBody)input;
        try
        {
            return service.Protocol switch
            {
                AwsProtocol.RestXml => RestXml.Read<T>(body),
                AwsProtocol.Query => ReadXml(body, root => root.Elements().FirstOrDefault(child => child.Name.LocalName.EndsWith("Result", StringComparison.Ordinal))),
                AwsProtocol.Ec2 => ReadXml(body, root => root),
                _ => ReadJson(body),
            };
        }
        catch (Exception e) when (e is JsonException or XmlException or FormatException or InvalidOperationException)
        {
            throw new AmazonUnmarshallingException(
                body.Header(HeaderKeys.RequestIdHeader), lastKnownLocation: null, body.Quoted, e, body.ResponseData.StatusCode);
        }
    }

    public override AmazonServiceException UnmarshallException(UnmarshallerContext input, Exception innerException, HttpStatusCode statusCode) =>
        ServiceErrors.Read(service, (ResponseBody)input, innerException, statusCode);

    protected override UnmarshallerContext ConstructUnmarshallerContext(
        Stream responseStream, bool maintainResponseBody, IWebResponseData response, bool isException) =>
        new ResponseBody(responseStream, maintainResponseBody, response, isException);

    protected override UnmarshallerContext ConstructUnmarshallerContext(
        Stream responseStream, bool maintainResponseBody, IWebResponseData response, bool isException, IRequestContext requestContext) =>
        ConstructUnmarshallerContext(responseStream, maintainResponseBody, response, isException);

    private static T ReadJson(ResponseBody body)
    {
        var response = new T { ResponseMetadata = new() { RequestId = body.Header(HeaderKeys.RequestIdHeader) } };
        if (body.Bytes.Length == 0)
        {
            return response;
        }

        using var json = JsonDocument.Parse(body.Bytes);
        return JsonBody.Read(json.RootElement, response);
    }

    private static T ReadXml(ResponseBody body, Func<XElement, XElement?> resultOf)
    {
        var root = XmlBody.Parse(body.Bytes);
        var requestId = root.Descendants().FirstOrDefault(child => child.Name.LocalName.Equals("RequestId", StringComparison.OrdinalIgnoreCase))?.Value;
        var response = new T { ResponseMetadata = new() { RequestId = requestId } };
        return resultOf(root) is { } result ? XmlBody.Read(result, response) : response;
    }
}

using System.Net;
using System.Text.Json;
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
        var response = new T();
        if (service.Protocol == AwsProtocol.Query)
        {
            ReadXml(body, response);
        }
        else
        {
            ReadJson(body, response);
        }

        return response;
    }

    public override AmazonServiceException UnmarshallException(UnmarshallerContext input, Exception innerException, HttpStatusCode statusCode) =>
        ServiceErrors.Read(service, (ResponseBody)input, innerException, statusCode);

    protected override UnmarshallerContext ConstructUnmarshallerContext(
        Stream responseStream, bool maintainResponseBody, IWebResponseData response, bool isException) =>
        new ResponseBody(responseStream, maintainResponseBody, response, isException);

    protected override UnmarshallerContext ConstructUnmarshallerContext(
        Stream responseStream, bool maintainResponseBody, IWebResponseData response, bool isException, IRequestContext requestContext) =>
        ConstructUnmarshallerContext(responseStream, maintainResponseBody, response, isException);

    private static void ReadJson(ResponseBody body, T response)
    {
        response.ResponseMetadata = new() { RequestId = body.Header(HeaderKeys.RequestIdHeader) };
        if (body.Bytes.Length > 0)
        {
            using var json = JsonDocument.Parse(body.Bytes);
            JsonBody.Read(json.RootElement, response);
        }
    }

    private static void ReadXml(ResponseBody body, T response)
    {
        var root = XDocument.Load(new MemoryStream(body.Bytes)).Root!;
        var result = root.Elements().FirstOrDefault(child => child.Name.LocalName.EndsWith("Result", StringComparison.Ordinal));
        response.ResponseMetadata = new() { RequestId = root.Descendants().FirstOrDefault(child => child.Name.LocalName == "RequestId")?.Value };
        if (result is not null)
        {
            QueryBody.Read(result, response);
        }
    }
}

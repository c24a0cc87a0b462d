using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.Runtime.Compat;

/// <summary>
/// Writes a request of any operation. A body is in <see cref="IRequest.Content"/> for every protocol, so that a pipeline
/// handler after the marshaller can read and replace it.
/// </summary>
internal sealed class RequestWriter(AwsService service) : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var operation = input.GetType().Name[..^"Request".Length];
        var request = new DefaultRequest(input, "Amazon." + service.ServiceId) { HttpMethod = "POST", ResourcePath = "/" };
        switch (service.Protocol)
        {
            case AwsProtocol.RestXml:
                RestXml.Write(service, operation, input, request);
                break;
            case AwsProtocol.Query or AwsProtocol.Ec2:
                request.Headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8";
                request.Content = QueryBody.Write(operation, service.ApiVersion, input, flat: service.Protocol == AwsProtocol.Ec2);
                break;
            default:
                request.Headers["Content-Type"] = service.Protocol == AwsProtocol.Json10 ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1";
                request.Headers["X-Amz-Target"] = $"{service.TargetPrefix}.{operation}";
                request.Content = JsonBody.Write(input, service.CamelCase);
                break;
        }

        return request;
    }
}

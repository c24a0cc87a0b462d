using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Amazon.Util;

namespace Amazon.Runtime.Compat;

/// <summary>Turns an error reply into the exception that the service's package has for it.</summary>
internal static class ServiceErrors
{
    public static AmazonServiceException Read(AwsService service, ResponseBody body, Exception cause, HttpStatusCode status)
    {
        var error = service.Protocol is AwsProtocol.Json10 or AwsProtocol.Json11 ? FromJson(service, body, cause) : FromXml(service, body, cause);
        error ??= Unreadable(service, body, cause, status);
        error.StatusCode = status;
        error.RequestId ??= body.Header(HeaderKeys.RequestIdHeader);
        return error;
    }

    private static AmazonServiceException? FromJson(AwsService service, ResponseBody body, Exception cause)
    {
        try
        {
            using var json = JsonDocument.Parse(body.Bytes.Length > 0 ? body.Bytes : "{}"u8.ToArray());
            var members = json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement : default;
            var code = CodeOf(Text(members, "__type") ?? body.Header(HeaderKeys.XAmzErrorType) ?? Text(members, "code"));
            if (code is null)
            {
                return null;
            }

            var error = Create(service, code, Text(members, "message") ?? $"{service.ServiceId} answered {code}.", cause);
            error.ErrorCode = code;
            if (members.ValueKind == JsonValueKind.Object)
            {
                JsonBody.Read(members, error);
            }

            ApplyQueryError(body.Header("x-amzn-query-error"), error);
            return error;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AmazonServiceException? FromXml(AwsService service, ResponseBody body, Exception cause)
    {
        try
        {
            var root = XDocument.Load(new MemoryStream(body.Bytes)).Root!;
            // EC2 writes RequestID where the others write RequestId.
            string? Named(string name) => root.Descendants().FirstOrDefault(element => element.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;
            if (root.DescendantsAndSelf().FirstOrDefault(element => element.Name.LocalName == "Error") is null || Named("Code") is not { } code)
            {
                return null;
            }

            var error = Create(service, code, Named("Message") ?? $"{service.ServiceId} answered {code}.", cause);
            error.ErrorCode = code;
            error.RequestId = Named("RequestId");
            error.ErrorType = FaultOf(Named("Type"));
            return error;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Proxies and gateways answer with pages of their own; what they said is worth more than a parser's complaint.</summary>
    private static AmazonServiceException Unreadable(AwsService service, ResponseBody body, Exception cause, HttpStatusCode status)
    {
        var error = Create(service, code: "", $"{service.ServiceId} answered HTTP {(int)status} without an AWS error: {body.Quoted}", cause);
        error.ErrorCode = status.ToString();
        return error;
    }

    private static AmazonServiceException Create(AwsService service, string code, string message, Exception cause)
    {
        var type = service.Error.Assembly.GetTypes().FirstOrDefault(type => type.IsSubclassOf(service.Error) && Matches(type, code));
        return (AmazonServiceException)Activator.CreateInstance(type ?? service.Error, message, cause)!;
    }

    private static bool Matches(Type type, string code) =>
        type.Name == code || type.Name == code + "Exception" || type.GetCustomAttribute<ErrorCodeAttribute>()?.Code == code;

    /// <summary><c>com.amazonaws.ecs#ClientException:http://...</c> is <c>ClientException</c>.</summary>
    private static string? CodeOf(string? type)
    {
        var name = type?[(type.LastIndexOf('#') + 1)..].Split(':')[0];
        return string.IsNullOrEmpty(name) ? null : name;
    }

    /// <summary>Services that moved from query to JSON keep their old codes in a header, as <c>Code;Sender</c>.</summary>
    private static void ApplyQueryError(string? header, AmazonServiceException error)
    {
        if (header?.Split(';') is [{ Length: > 0 } code, var fault])
        {
            error.ErrorCode = code;
            error.ErrorType = FaultOf(fault);
        }
    }

    private static ErrorType FaultOf(string? fault) => fault switch
    {
        "Sender" => ErrorType.Sender,
        "Receiver" => ErrorType.Receiver,
        _ => ErrorType.Unknown,
    };

    private static string? Text(JsonElement members, string name) =>
        members.ValueKind != JsonValueKind.Object
            ? null
            : members.EnumerateObject()
                .FirstOrDefault(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind == JsonValueKind.String)
                .Value is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
}

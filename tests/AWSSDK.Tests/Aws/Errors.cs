using AWSSDK.Tests.Loopback;

namespace AWSSDK.Tests.Aws;

/// <summary>Error replies in the form of each protocol.</summary>
internal static class Errors
{
    public static Reply Reply(Service service, int status, string code, string message) => service.Wire switch
    {
        Wire.Json => Loopback.Reply.Json($$"""{"__type":"com.amazonaws.{{service.Model}}.v2014#{{code}}","message":"{{message}}"}""", status),
        Wire.Ec2 => Loopback.Reply.Xml($"<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors><RequestID>r-9</RequestID></Response>", status),
        _ => Loopback.Reply.Xml($"<ErrorResponse xmlns=\"http://example.com/doc/2015-12-01/\"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>r-9</RequestId></ErrorResponse>", status),
    };
}

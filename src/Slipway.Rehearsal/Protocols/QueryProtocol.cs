using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Slipway.Rehearsal.Protocols;

/// <summary>awsQuery: a form in, XML out (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html).</summary>
internal sealed class QueryProtocol : IWireProtocol
{
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), OmitXmlDeclaration = true };

    /// <summary>What is no other protocol is answered in XML.</summary>
    public bool Speaks(HttpRequest request) => true;

    public async Task<Operation> Read(HttpRequest request, CancellationToken ct)
    {
        var body = Encoding.UTF8.GetString(await RequestBody.Read(request, ct));
        var fields = QueryHelpers.ParseQuery(body)
            .Concat(request.Query)
            .SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? "")))
            .Where(field => !field.Key.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase));

        var input = QueryForm.Parse(fields);
        var operation = input.OptionalString("Action")
            ?? throw new AwsError("MissingAction", "The request names no Action, no X-Amz-Target and no smithy-protocol: it is of no AWS protocol that the rehearsal cloud speaks.");

        var version = input.OptionalString("Version");
        input.Remove("Action");
        input.Remove("Version");
        return new Operation(operation, input, version);
    }

    public Task Write(HttpResponse response, Answer answer, CancellationToken ct)
    {
        var operation = answer.Operation.Name;
        var xml = Xml($"{operation}Response", Namespace(answer.Service, answer.Operation.Version), writer =>
        {
            WriteElement(writer, answer.Service, $"{operation}Result", answer.Result);
            writer.WriteStartElement("ResponseMetadata");
            writer.WriteElementString("RequestId", answer.RequestId);
            writer.WriteEndElement();
        });

        return Send(response, xml, answer.RequestId, ct);
    }

    public Task WriteError(HttpResponse response, AwsError error, string requestId, CancellationToken ct)
    {
        var xml = Xml("ErrorResponse", null, writer =>
        {
            writer.WriteStartElement("Error");
            writer.WriteElementString("Type", (int)error.Status >= 500 ? "Receiver" : "Sender");
            writer.WriteElementString("Code", QueryCode(error.Code));
            writer.WriteElementString("Message", Legal(error.Message));
            writer.WriteEndElement();
            writer.WriteElementString("RequestId", requestId);
        });

        response.StatusCode = (int)error.Status;
        return Send(response, xml, requestId, ct);
    }

    /// <summary>The codes of the protocol itself have other names in query than in JSON.</summary>
    private static string QueryCode(string code) =>
        code switch
        {
            "UnknownOperationException" => "InvalidAction",
            "SerializationException" => "MalformedInput",
            "MissingAuthenticationTokenException" => "MissingAuthenticationToken",
            "IncompleteSignatureException" => "IncompleteSignature",
            _ => code,
        };

    private static string? Namespace(string service, string? version) =>
        version is null ? null : $"{(service == "sts" ? "https" : "http")}://{service}.amazonaws.com/doc/{version}/";

    private static Task Send(HttpResponse response, byte[] xml, string requestId, CancellationToken ct)
    {
        response.Headers["x-amzn-RequestId"] = requestId;
        response.ContentType = "text/xml";
        return response.Body.WriteAsync(xml, ct).AsTask();
    }

    private static byte[] Xml(string root, string? xmlNamespace, Action<XmlWriter> content)
    {
        using var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, Settings))
        {
            writer.WriteStartElement(root, xmlNamespace);
            content(writer);
            writer.WriteEndElement();
        }

        return buffer.ToArray();
    }

    private static void WriteElement(XmlWriter writer, string service, string name, JsonNode node)
    {
        writer.WriteStartElement(name);
        switch (node)
        {
            case JsonObject members:
                foreach (var (member, value) in members)
                {
                    if (value is not null)
                        WriteElement(writer, service, member, value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    if (item is not null)
                        WriteElement(writer, service, QueryLists.ItemOf(service, name), item);
                }

                break;
            case JsonValue value:
                writer.WriteString(Text(value));
                break;
        }

        writer.WriteEndElement();
    }

    private static string Text(JsonValue value) =>
        Timestamp.In(value) is { } time ? time.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture)
        : value.GetValueKind() == JsonValueKind.String ? Legal(value.GetValue<string>())
        : value.ToJsonString();

    /// <summary>XML has no way to write most control characters.</summary>
    private static string Legal(string text) =>
        text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.EnumerateRunes().Where(rune => !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value)));
}

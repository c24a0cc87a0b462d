using System.Security.Cryptography;
using System.Xml.Linq;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>One operation of the API: from the state before to the state after and the answer. Nothing else happens in it.</summary>
internal delegate Reply Operation(CloudFrontState state, RestCall call);

/// <param name="Route">What the placeholders of the path stand for.</param>
/// <param name="Port">Reserves a free port of 127.0.0.1 for a new distribution.</param>
internal sealed record RestCall(
    Caller Caller, RehearsalTime Time, IReadOnlyDictionary<string, string> Route, Func<string, string?> Query, string? IfMatch, XElement? Body, Func<int> Port)
{
    private const string IdAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    public string Id => Route["Id"];

    public DateTimeOffset Now => Time.Now;

    /// <exception cref="AwsError">MissingBody.</exception>
    public XElement RequiredBody => Body ?? throw CloudFrontErrors.Wrong("MissingBody", "This operation requires a body. Ensure that the body is present and the Content-Type header is set.");

    /// <summary>ARNs of CloudFront have no region.</summary>
    public string Arn(string resource) => $"arn:aws:cloudfront::{Caller.Account}:{resource}";

    /// <summary>An id in CloudFront's form: a letter, then capitals and digits.</summary>
    public static string NewId(char first, int length = 13) => first + RandomNumberGenerator.GetString(IdAlphabet, length);

    /// <summary>Versions have the form of ids.</summary>
    public static string NewETag() => NewId('E');
}

/// <param name="Location">The path of what was created, without the host.</param>
/// <param name="Raw">An answer that is no XML, in place of <paramref name="Body"/>.</param>
internal sealed record Reply(CloudFrontState State, XElement? Body = null, string? ETag = null, int Status = 200, string? Location = null, byte[]? Raw = null)
{
    public static Reply Created(CloudFrontState state, XElement body, string? etag, string location) => new(state, body, etag, 201, location);

    public static Reply Nothing(CloudFrontState state) => new(state, Status: 204);
}

/// <summary>A page of a listing; the marker is the id of the last item before it.</summary>
internal static class RestPage
{
    private const int Largest = 100;

    /// <param name="truncates">Whether the list tells IsTruncated and Marker, as the older ones do.</param>
    public static XElement Of<T>(RestCall call, string name, IEnumerable<T> all, Func<T, string> id, Func<T, XElement> show, bool truncates = true)
    {
        var size = call.Query("MaxItems") is not { Length: > 0 } text ? Largest
            : int.TryParse(text, out var asked) && asked > 0 ? Math.Min(asked, Largest)
            : throw CloudFrontErrors.Argument($"The parameter MaxItems is not valid: '{text}'.");
        var marker = call.Query("Marker") ?? "";
        var left = marker.Length == 0 ? all.ToList() : all.SkipWhile(item => id(item) != marker).Skip(1).ToList();
        var page = left.Take(size).ToList();
        var more = left.Count > page.Count;

        return new XElement(
            name,
            truncates ? new XElement("Marker", marker) : null,
            more ? new XElement("NextMarker", id(page[^1])) : null,
            new XElement("MaxItems", size),
            truncates ? new XElement("IsTruncated", more ? "true" : "false") : null,
            new XElement("Quantity", page.Count),
            page.Count == 0 ? null : new XElement("Items", page.Select(show)));
    }
}

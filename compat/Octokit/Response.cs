using System.Net;

namespace Octokit;

public interface IResponse
{
    object Body { get; }

    IReadOnlyDictionary<string, string> Headers { get; }

    HttpStatusCode StatusCode { get; }

    string? ContentType { get; }
}

public interface IApiResponse<out T>
{
    /// <summary>The body as an object; null for an empty one.</summary>
    T? Body { get; }

    IResponse HttpResponse { get; }
}

internal sealed record ApiResponse<T>(IResponse HttpResponse, T? Body) : IApiResponse<T>;

internal sealed record Response(HttpStatusCode StatusCode, object Body, IReadOnlyDictionary<string, string> Headers, string? ContentType) : IResponse
{
    public static async Task<Response> From(HttpResponseMessage message, CancellationToken ct) =>
        new(
            message.StatusCode,
            await message.Content.ReadAsStringAsync(ct),
            message.Headers.Concat(message.Content.Headers).ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase),
            message.Content.Headers.ContentType?.MediaType);
}

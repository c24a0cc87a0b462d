using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using Octokit.Internal;

namespace Octokit;

public interface IConnection
{
    Uri BaseAddress { get; }

    Credentials Credentials { get; set; }

    Task<IApiResponse<T>> Get<T>(Uri uri, IDictionary<string, string>? parameters);

    Task<IApiResponse<T>> Get<T>(Uri uri, IDictionary<string, string>? parameters, string? accepts, CancellationToken cancellationToken);

    Task<IApiResponse<T>> Post<T>(
        Uri uri,
        object? body,
        string? accepts,
        string? contentType,
        IDictionary<string, string>? parameters = null,
        CancellationToken cancellationToken = default);

    Task<IApiResponse<T>> Put<T>(Uri uri, object? body);

    Task<IApiResponse<T>> Patch<T>(Uri uri, object body);

    /// <summary>How long a request may take; 100 seconds unless set. It cannot be changed after the first request.</summary>
    void SetRequestTimeout(TimeSpan timeout);
}

/// <summary>
/// Sends requests to GitHub and turns errors into exceptions. Nothing is tried twice. Redirects (renamed repositories) are
/// followed; the token goes to the base address's host only.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Octokit's Connection is not disposable either; it lives as long as the program.")]
public class Connection : IConnection
{
    private const string DefaultAccept = "application/vnd.github.v3+json";
    private const int MaxRedirects = 3;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All });
    private readonly string _userAgent;
    private ICredentialStore _credentials;

    public Connection(ProductHeaderValue productInformation, Uri baseAddress)
        : this(productInformation, baseAddress, new InMemoryCredentialStore(Credentials.Anonymous))
    {
    }

    public Connection(ProductHeaderValue productInformation, Uri baseAddress, ICredentialStore credentialStore)
    {
        if (!baseAddress.IsAbsoluteUri)
        {
            throw new ArgumentException($"The base address '{baseAddress}' must be an absolute URI", nameof(baseAddress));
        }

        BaseAddress = baseAddress;
        _credentials = credentialStore;
        _userAgent = $"{productInformation} ({Environment.OSVersion.Platform}; {RuntimeInformation.OSArchitecture}; compatible; Octokit.net 14.0.0)";
    }

    public Uri BaseAddress { get; }

    public Credentials Credentials
    {
        get => _credentials.GetCredentials().GetAwaiter().GetResult();
        set => _credentials = new InMemoryCredentialStore(value);
    }

    public Task<IApiResponse<T>> Get<T>(Uri uri, IDictionary<string, string>? parameters) =>
        Get<T>(uri, parameters, accepts: null, CancellationToken.None);

    public Task<IApiResponse<T>> Get<T>(Uri uri, IDictionary<string, string>? parameters, string? accepts, CancellationToken cancellationToken) =>
        Send<T>(HttpMethod.Get, WithParameters(uri, parameters), body: null, accepts, contentType: null, cancellationToken);

    public Task<IApiResponse<T>> Post<T>(
        Uri uri,
        object? body,
        string? accepts,
        string? contentType,
        IDictionary<string, string>? parameters = null,
        CancellationToken cancellationToken = default) =>
        Send<T>(HttpMethod.Post, WithParameters(uri, parameters), body, accepts, contentType, cancellationToken);

    public Task<IApiResponse<T>> Put<T>(Uri uri, object? body) =>
        Send<T>(HttpMethod.Put, uri, body, accepts: null, contentType: null, CancellationToken.None);

    public Task<IApiResponse<T>> Patch<T>(Uri uri, object body) =>
        Send<T>(HttpMethod.Patch, uri, body, accepts: null, contentType: null, CancellationToken.None);

    public void SetRequestTimeout(TimeSpan timeout) => _http.Timeout = timeout;

    private static Uri WithParameters(Uri uri, IDictionary<string, string>? parameters)
    {
        if (parameters is not { Count: > 0 })
        {
            return uri;
        }

        var query = string.Join('&', parameters.Select(each => $"{Uri.EscapeDataString(each.Key)}={Uri.EscapeDataString(each.Value)}"));
        return new(uri + (uri.OriginalString.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query, UriKind.RelativeOrAbsolute);
    }

    private async Task<IApiResponse<T>> Send<T>(
        HttpMethod method, Uri uri, object? body, string? accepts, string? contentType, CancellationToken ct)
    {
        var response = await Exchange(method, new Uri(BaseAddress, uri), body, accepts, contentType, ct);
        ApiException.ThrowIfError(response);
        return new ApiResponse<T>(response, Json.Read<T>((string)response.Body));
    }

    private async Task<Response> Exchange(HttpMethod method, Uri uri, object? body, string? accepts, string? contentType, CancellationToken ct)
    {
        var target = uri;
        for (var redirects = 0; ; redirects++)
        {
            using var request = await Request(method, target, accepts);
            if (body is not null && method != HttpMethod.Get)
            {
                // GitHub reads JSON whatever the type says; this is the type that Octokit sends.
                request.Content = new StringContent(Json.Write(body), Encoding.UTF8, contentType ?? "application/x-www-form-urlencoded");
            }

            using var reply = await _http.SendAsync(request, ct);
            if (!IsRedirect(reply.StatusCode) || reply.Headers.Location is not { } location || redirects == MaxRedirects)
            {
                return await Response.From(reply, ct);
            }

            target = new Uri(target, location);
            method = reply.StatusCode == HttpStatusCode.RedirectMethod ? HttpMethod.Get : method;
        }
    }

    private async Task<HttpRequestMessage> Request(HttpMethod method, Uri uri, string? accepts)
    {
        var request = new HttpRequestMessage(method, uri);
        request.Headers.TryAddWithoutValidation("User-Agent", _userAgent);
        request.Headers.TryAddWithoutValidation("Accept", accepts ?? DefaultAccept);
        if (uri.Authority == BaseAddress.Authority && (await _credentials.GetCredentials()).Header is { } authorization)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return request;
    }

    private static bool IsRedirect(HttpStatusCode status) => status is
        HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.RedirectMethod
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}

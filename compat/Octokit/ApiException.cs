using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Octokit;

/// <summary>An error that GitHub answered; the message is GitHub's.</summary>
public class ApiException : Exception
{
    public ApiException(IResponse response)
        : this(response, null)
    {
    }

    public ApiException(IResponse response, Exception? innerException)
        : base(null, innerException)
    {
        HttpResponse = response;
        StatusCode = response.StatusCode;
        ApiError = Parse((string)response.Body);
    }

    public IResponse HttpResponse { get; }

    public HttpStatusCode StatusCode { get; }

    public ApiError ApiError { get; }

    public override string Message => string.IsNullOrWhiteSpace(ApiError.Message) ? Fallback : ApiError.Message;

    private protected virtual string Fallback => "An error occurred with this API request";

    internal static void ThrowIfError(IResponse response)
    {
        if ((int)response.StatusCode >= 400)
        {
            throw Of(response);
        }
    }

    private static ApiException Of(IResponse response) => response.StatusCode switch
    {
        HttpStatusCode.Unauthorized => new AuthorizationException(response),
        HttpStatusCode.Forbidden => Forbidden(response, (string)response.Body),
        HttpStatusCode.NotFound => new NotFoundException(response),
        HttpStatusCode.UnprocessableEntity => new ApiValidationException(response),
        _ => new ApiException(response),
    };

    private static ForbiddenException Forbidden(IResponse response, string body) =>
        body.Contains("rate limit exceeded", StringComparison.Ordinal) ? new RateLimitExceededException(response)
        : body.Contains("secondary rate limit", StringComparison.Ordinal) ? new SecondaryRateLimitExceededException(response)
        : body.Contains("abuse-rate-limits", StringComparison.Ordinal) || body.Contains("abuse detection mechanism", StringComparison.Ordinal) ? new AbuseException(response)
        : new ForbiddenException(response);

    /// <summary>A body that is no GitHub error is itself the message.</summary>
    private static ApiError Parse(string body)
    {
        try
        {
            return Json.Read<ApiError>(body) ?? new ApiError(body);
        }
        catch (JsonException)
        {
            return new ApiError(body);
        }
    }
}

public class AuthorizationException(IResponse response) : ApiException(response);

public class NotFoundException(IResponse response) : ApiException(response);

public class ApiValidationException(IResponse response) : ApiException(response)
{
    private protected override string Fallback => "Validation Failed";
}

public class ForbiddenException(IResponse response) : ApiException(response)
{
    private protected override string Fallback => "Request Forbidden";
}

public class SecondaryRateLimitExceededException(IResponse response) : ForbiddenException(response);

/// <summary>GitHub's abuse detection; <see cref="RetryAfterSeconds"/> says how long to keep away, if GitHub does.</summary>
public class AbuseException(IResponse response) : ForbiddenException(response)
{
    public int? RetryAfterSeconds { get; } =
        int.TryParse(response.Headers.GetValueOrDefault("Retry-After"), CultureInfo.InvariantCulture, out var seconds) ? seconds : null;
}

/// <summary>The hourly budget of requests is used up.</summary>
public class RateLimitExceededException(IResponse response) : ForbiddenException(response)
{
    public int Limit { get; } = (int)Header(response, "X-RateLimit-Limit");

    public int Remaining { get; } = (int)Header(response, "X-RateLimit-Remaining");

    /// <summary>When the budget is whole again, on GitHub's clock.</summary>
    public DateTimeOffset Reset { get; } = DateTimeOffset.FromUnixTimeSeconds(Header(response, "X-RateLimit-Reset"));

    private static long Header(IResponse response, string name) =>
        long.TryParse(response.Headers.GetValueOrDefault(name), CultureInfo.InvariantCulture, out var value) ? value : 0;
}

public class ApiError
{
    public ApiError()
    {
    }

    public ApiError(string message) => Message = message;

    public string? Message { get; private set; }

    public string? DocumentationUrl { get; private set; }

    public IReadOnlyList<ApiErrorDetail>? Errors { get; private set; }
}

public class ApiErrorDetail
{
    public string? Message { get; private set; }

    public string? Code { get; private set; }

    public string? Field { get; private set; }

    public string? Resource { get; private set; }
}

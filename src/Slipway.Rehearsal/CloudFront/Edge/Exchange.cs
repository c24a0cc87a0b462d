using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>A distribution as its edge serves it at one moment.</summary>
/// <param name="Function">The LIVE code of a function, by its ARN; null when it is gone.</param>
internal sealed record EdgeView(
    string Id, string Arn, string DomainName, DistributionSettings Settings, IReadOnlyList<Purge> Purges, EdgeCache Cache, Func<string, FunctionStage?> Function);

/// <summary>One request of a viewer on its way through the edge.</summary>
/// <param name="RequestId">X-Amz-Cf-Id.</param>
internal sealed record Exchange(HttpContext Http, EdgeView View, Behaviour Behaviour, string RequestId)
{
    public static string NewId() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(40)).Replace('+', '-').Replace('/', '_');

    public CancellationToken Aborted => Http.RequestAborted;

    public OriginSettings OriginOf(Behaviour behaviour) => View.Settings.Origins[behaviour.OriginId];

    /// <summary>The path that the origin is asked for: the default root object stands for the root alone.</summary>
    public string OriginPath(ViewerRequest request) => request.Uri == "/" ? $"/{View.Settings.RootObject}" : request.Uri;

    /// <param name="xCache">Such as <c>Hit from cloudfront</c>.</param>
    public void Mark(string xCache)
    {
        var headers = Http.Response.Headers;
        headers["X-Cache"] = xCache;
        headers.Append("Via", EdgeHeaders.Via);
        headers["X-Amz-Cf-Pop"] = EdgeHeaders.Pop;
        headers["X-Amz-Cf-Id"] = RequestId;
    }
}

/// <summary>The values of X-Cache.</summary>
internal static class XCache
{
    public const string Hit = "Hit from cloudfront";
    public const string RefreshHit = "RefreshHit from cloudfront";
    public const string Miss = "Miss from cloudfront";
    public const string Error = "Error from cloudfront";
    public const string FunctionError = "FunctionExecutionError from cloudfront";
    public const string FunctionResponse = "FunctionGeneratedResponse from cloudfront";
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Slipway.Rehearsal.Iam;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>One request, and what it is answered on.</summary>
/// <param name="UserId">The caller's unique id.</param>
/// <param name="Now">In whole seconds.</param>
internal sealed record S3Call(HttpContext Http, S3Operation Operation, S3Target Target, Caller Caller, string UserId, DateTimeOffset Now)
{
    public HttpRequest Request => Http.Request;

    public HttpResponse Response => Http.Response;

    /// <summary>The role whose policy the call must keep to; null: none.</summary>
    public ConfinedRole? Role => Http.Features.Get<ConfinedRole>();

    /// <summary>The key; for operations on objects.</summary>
    public string Key => Target.Key!;

    public string? Header(string name) => Request.Headers.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>A parameter of the query; null when it is absent or empty.</summary>
    public string? Query(string name) => Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>A parameter that counts something.</summary>
    /// <exception cref="AwsError">InvalidArgument.</exception>
    public int Count(string name, int most)
    {
        if (Query(name) is not { } text)
            return most;

        return int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var count)
            ? Math.Min(count, most)
            : throw S3Refusals.InvalidArgument($"Provided {name} not an integer or within integer range");
    }

    /// <summary>What the bucket's policy is asked about this request, or about another action or key within it.</summary>
    public PolicyQuestion Question(Bucket bucket, string? action = null, string? key = null)
    {
        var context = Access.Context(Now);
        context["aws:principalaccount"] = Caller.Account;
        context["aws:principalarn"] = Role?.Arn ?? $"arn:aws:iam::{Caller.Account}:root";
        context["aws:userid"] = UserId;
        foreach (var (tag, value) in QueryHelpers.ParseQuery(Header("x-amz-tagging")))
            context[$"s3:requestobjecttag/{tag.ToLowerInvariant()}"] = value.ToString();

        foreach (var name in new[] { "prefix", "delimiter", "max-keys" })
            Add($"s3:{name}", Query(name));

        foreach (var name in new[] { "if-match", "if-none-match", "x-amz-acl", "x-amz-content-sha256", "x-amz-copy-source", "x-amz-server-side-encryption" })
            Add($"s3:{name}", Header(name));

        var resource = key ?? Target.Key;
        return new PolicyQuestion(new Requester(Caller.Account, Role: Role), action ?? (Query("versionId") is null ? Operation.Action : Operation.VersionAction), resource is null ? bucket.Settings.Arn : $"{bucket.Settings.Arn}/{resource}", context);

        void Add(string name, string? value)
        {
            if (value is not null)
                context[name] = value;
        }
    }

    /// <summary>Answers with no body.</summary>
    public Task Empty(int status)
    {
        Response.StatusCode = status;
        if (status != StatusCodes.Status204NoContent)
            Response.ContentLength = 0;

        return Task.CompletedTask;
    }
}

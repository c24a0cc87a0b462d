using System.Globalization;

namespace Slipway.Rehearsal.S3;

internal enum ReadVerdict
{
    Read,
    NotModified,
    Failed,
}

/// <summary>What a read asks of the object. A tag wins over a date, as RFC 9110 orders them; the source of a copy is judged alike.</summary>
internal sealed record ReadConditions(string? IfMatch, string? IfNoneMatch, DateTimeOffset? ModifiedSince, DateTimeOffset? UnmodifiedSince)
{
    /// <param name="prefix"><c>x-amz-copy-source-</c> for the source of a copy.</param>
    public static ReadConditions Of(S3Call call, string prefix = "") => new(
        call.Header($"{prefix}if-match"), call.Header($"{prefix}if-none-match"),
        Date(call.Header($"{prefix}if-modified-since")), Date(call.Header($"{prefix}if-unmodified-since")));

    public ReadVerdict Judge(string etag, DateTimeOffset at)
    {
        if (IfMatch is not null ? !ETag.Matches(IfMatch, etag) : at > UnmodifiedSince)
            return ReadVerdict.Failed;

        var unmodified = IfNoneMatch is not null ? ETag.Matches(IfNoneMatch, etag) : at <= ModifiedSince;
        return unmodified ? ReadVerdict.NotModified : ReadVerdict.Read;
    }

    private static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}

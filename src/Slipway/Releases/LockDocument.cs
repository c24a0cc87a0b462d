using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Slipway.Releases;

/// <summary>What <c>lock.json</c> says.</summary>
/// <param name="Token">Tells one taking of the lock from every other.</param>
/// <param name="Beat">
/// Grows with every renewal. An ETag of S3 is a hash of the content: if two renewals were equal, somebody who read the first could take over on
/// its ETag after the second was written.
/// </param>
/// <param name="LeaseSeconds">How long it is held after the last write.</param>
/// <param name="Since">When it was taken, on S3's clock; null until the first renewal, when it is the time of the object itself.</param>
internal sealed record LockDocument(string Token, int Beat, double LeaseSeconds, DateTimeOffset? Since, LockOwner Owner)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, LockJson.Readable.LockDocument);

    /// <exception cref="DeployException">It is no lock that this version can read.</exception>
    public static LockDocument Parse(string bucket, StoredDocument stored)
    {
        try
        {
            if (JsonSerializer.Deserialize(stored.Content, LockJson.Readable.LockDocument) is { Token: not null, Owner: not null, LeaseSeconds: > 0 } lease)
                return lease;

            throw Unreadable(bucket, "it lacks token, owner or lease", inner: null);
        }
        catch (JsonException exception)
        {
            throw Unreadable(bucket, exception.Message, exception);
        }
    }

    private static DeployException Unreadable(string bucket, string reason, Exception? inner) => new(
        $"""
         s3://{bucket}/{DeployLock.Key} cannot be read as a deploy lock. Nothing was changed.
           reason  {reason}
           try     make sure that no run is under way, then delete it: aws s3 rm s3://{bucket}/{DeployLock.Key}
         """,
        Verdict.Refused, inner);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(LockDocument))]
internal sealed partial class LockJson : JsonSerializerContext
{
    /// <summary>Writes what people read: times and names as they are.</summary>
    public static LockJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

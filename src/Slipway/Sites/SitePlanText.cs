using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Slipway.Sites;

/// <summary>A site's plan in words.</summary>
internal static class SitePlanText
{
    private const int Shown = 4;

    public static IReadOnlyList<string> Lines(SitePlan plan)
    {
        if (!plan.ChangesSomething)
            return [$"site {plan.Site.Name}  no change, {Count(plan.Unchanged.Count, "file")}"];

        return
        [
            $"site {plan.Site.Name}  s3://{plan.Place.Bucket}/{SiteFolder.KeyPrefix(plan.Site)}, distribution {plan.Place.Distribution}",
            .. plan.Seen.State.To is { } broken ? [$"  release {broken} was broken off while it was published; this completes the site"] : Array.Empty<string>(),
            .. Uploads(plan, "upload", UploadReason.New, UploadReason.Changed),
            .. Uploads(plan, "new headers for", UploadReason.Headers),
            .. Uploads(plan, "overwrite, though somebody else wrote it,", UploadReason.Foreign),
            .. plan.Removals.Count == 0 ? [] : new[] { $"  delete {Count(plan.Removals.Count, "page")}: {Some(plan.Removals.Select(removal => removal.File.Key))}" },
            .. plan.Stale.Count == 0 ? [] : new[] { $"  invalidate {Some(plan.Stale)}" },
            .. plan.Expired.Count == 0 ? [] : new[] { Expired(plan) },
            .. plan.Notes.Select(note => $"  note  {note}"),
            $"  {Count(plan.Unchanged.Count, "file")} unchanged"
                + (plan.Kept.Count == 0 ? "" : $", {plan.Kept.Count} of earlier releases kept")
                + (plan.LeftAlone.Count == 0 ? "" : $", {plan.LeftAlone.Count} that no release recorded left alone: {Some(plan.LeftAlone)}"),
        ];
    }

    /// <summary>A hash of the decisions and what they rest on.</summary>
    /// <remarks>
    /// Files that go because their time is over are not in it: that moves by itself, and would make a plan that somebody approved yesterday another one
    /// today. What decides about them is, by the release that it starts from and by the files that are wanted.
    /// </remarks>
    public static string Content(SitePlan plan)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var line = new ArrayBufferWriter<byte>();
        Add($"site {plan.Site.Name} {plan.Place.Bucket} {SiteFolder.KeyPrefix(plan.Site)} {plan.Place.Distribution} from {plan.Previous} {plan.Seen.State.State}");
        foreach (var upload in plan.Uploads)
            Add($"{upload.Reason} {upload.File.Key} {upload.File.Class} {upload.File.Sha256} {upload.File.Headers.ContentType} {upload.File.Headers.CacheControl} over {upload.Replaces}");
        foreach (var removal in plan.Removals)
            Add("delete ", removal.File.Key, " ", removal.ETag);
        foreach (var path in plan.Stale)
            Add("invalidate ", path);
        // Of these there may be a hundred thousand: no text is made of them.
        foreach (var file in plan.Unchanged)
            Add("unchanged ", file.File.Key, " ", file.File.Sha256, " ", file.ETag);

        return $"site {plan.Site.Name} {Convert.ToHexStringLower(hash.GetHashAndReset())}";

        // Names have no line ends.
        void Add(params ReadOnlySpan<string?> parts)
        {
            line.ResetWrittenCount();
            foreach (var part in parts)
                Encoding.UTF8.GetBytes(part, line);

            line.Write("\n"u8);
            hash.AppendData(line.WrittenSpan);
        }
    }

    /// <summary>The first few of a list and the number of the others.</summary>
    public static string Some(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(Shown)) + (all.Count > Shown ? $" and {all.Count - Shown} more" : "");
    }

    /// <summary>A number and a noun.</summary>
    public static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";

    private static string Expired(SitePlan plan) =>
        $"  remove {Count(plan.Expired.Count, "file")} of releases that are not kept any more: {Some(plan.Expired.Select(removal => removal.File.Key))}"
        + (plan.ExpiresLater == 0 ? "" : $"; {plan.ExpiresLater} more with the next releases");

    private static IEnumerable<string> Uploads(SitePlan plan, string verb, params UploadReason[] reasons)
    {
        var some = plan.Uploads.Where(upload => reasons.Contains(upload.Reason)).ToList();
        return some.Count == 0 ? [] : [$"  {verb} {Count(some.Count, "file")}: {Some(some.Select(upload => $"{upload.File.Key} ({upload.Reason.ToString().ToLowerInvariant()})"))}"];
    }
}

namespace Slipway.Rehearsal.S3;

/// <summary>What a listing asks for.</summary>
/// <param name="After">Only what comes after it; empty: everything.</param>
internal sealed record ListRequest(string Prefix, string? Delimiter, string After, int Size);

/// <summary>One line of a listing: a key, or the common prefix of several.</summary>
internal sealed record ListEntry(string Name, bool IsPrefix);

/// <param name="Next">Where the next page begins: the last name of this one; null: there is none.</param>
internal sealed record ListPage(IReadOnlyList<ListEntry> Entries, string? Next);

/// <summary>Cuts a page out of a bucket's keys.</summary>
internal static class Listing
{
    /// <param name="isListed">Whether there is anything to list of a key.</param>
    public static ListPage Page(ObjectIndex index, ListRequest request, Func<string, bool> isListed)
    {
        var entries = new List<ListEntry>();
        if (request.Size == 0)
            return new ListPage(entries, null);

        var start = First(request);
        while (Next(index, request, start, isListed) is { } entry)
        {
            if (entries.Count == request.Size)
                return new ListPage(entries, entries[^1].Name);

            entries.Add(entry);
            start = Following(entry);
        }

        return new ListPage(entries, null);
    }

    private static ListEntry? Next(ObjectIndex index, ListRequest request, string start, Func<string, bool> isListed)
    {
        var key = index.KeysFrom(start).TakeWhile(key => key.StartsWith(request.Prefix, StringComparison.Ordinal)).FirstOrDefault(isListed);
        return key is null ? null : Entry(request, key);
    }

    private static ListEntry Entry(ListRequest request, string key)
    {
        var end = request.Delimiter is null ? -1 : key.IndexOf(request.Delimiter, request.Prefix.Length, StringComparison.Ordinal);
        return end < 0 ? new ListEntry(key, IsPrefix: false) : new ListEntry(key[..(end + request.Delimiter!.Length)], IsPrefix: true);
    }

    /// <summary>A page that begins after a common prefix begins after all that has it.</summary>
    private static string First(ListRequest request)
    {
        var after = request.After;
        if (after.Length == 0 || !after.StartsWith(request.Prefix, StringComparison.Ordinal))
            return KeyOrder.Instance.Compare(after, request.Prefix) < 0 ? request.Prefix : after;

        var entry = Entry(request, after);
        return Following(entry.Name == after ? entry : new ListEntry(after, IsPrefix: false));
    }

    /// <summary>The least that comes after an entry.</summary>
    private static string Following(ListEntry entry) => entry.Name + (entry.IsPrefix ? KeyOrder.Last : "\0");
}

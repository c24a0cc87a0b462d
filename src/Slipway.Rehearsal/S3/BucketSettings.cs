namespace Slipway.Rehearsal.S3;

/// <summary>What is known of a bucket beside its objects.</summary>
internal sealed record BucketSettings(string Name, string Account, string Region, DateTimeOffset CreatedAt)
{
    public const string Enabled = "Enabled";
    public const string Suspended = "Suspended";

    /// <summary>Null: it never was versioned.</summary>
    public string? Versioning { get; init; }

    /// <summary>The bucket policy as it was put.</summary>
    public string? Policy { get; init; }

    /// <summary>The XML of the bucket's other settings, by their name in the query (<c>cors</c>, <c>lifecycle</c> ...); see <see cref="BucketDocument"/>.</summary>
    public IReadOnlyDictionary<string, string> Documents { get; init; } = new Dictionary<string, string>();

    public string Arn => $"arn:aws:s3:::{Name}";

    public BucketSettings With(string document, string? xml)
    {
        var documents = Documents.Where(each => each.Key != document).ToDictionary(StringComparer.Ordinal);
        if (xml is not null)
            documents[document] = xml;

        return this with { Documents = documents };
    }
}

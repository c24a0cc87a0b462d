namespace Slipway.Approvals;

/// <summary>The approvals in the release bucket of an environment, and who wrote them.</summary>
internal interface IApprovalBox
{
    /// <summary>The bucket's name.</summary>
    string Bucket { get; }

    /// <summary>Writes an approval in the caller's name, in the place of an earlier one.</summary>
    /// <param name="writer">Unique id of the caller. S3 refuses any other.</param>
    /// <exception cref="DeployException">The bucket is missing or the call was refused.</exception>
    Task Write(string key, ReadOnlyMemory<byte> content, string writer, CancellationToken ct);

    /// <summary>What is written under <paramref name="prefix"/>.</summary>
    /// <exception cref="DeployException">The call was refused.</exception>
    Task<IReadOnlyList<StoredApproval>> Read(string prefix, CancellationToken ct);

    /// <summary>The bucket's policy; null: it has none, or there is no bucket.</summary>
    /// <exception cref="DeployException">The call was refused.</exception>
    Task<string?> Policy(CancellationToken ct);
}

/// <param name="Writer">Unique id of the principal that wrote it, according to its tag; null: it has none.</param>
/// <param name="At">When it was written, on S3's clock.</param>
/// <param name="Now">S3's clock when it answered.</param>
internal sealed record StoredApproval(string Key, byte[] Content, string? Writer, DateTimeOffset At, DateTimeOffset Now);

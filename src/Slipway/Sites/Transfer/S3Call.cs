namespace Slipway.Sites.Transfer;

/// <summary>One call of S3.</summary>
/// <param name="Operation">As AWS names it, such as <c>PutObject</c>; what is counted.</param>
/// <param name="Key">Null: the bucket itself.</param>
internal sealed record S3Call(string Operation, HttpMethod Method, string Bucket, string? Key)
{
    /// <summary>For how long there may be no progress. S3 itself gives up after about 20 seconds.</summary>
    public static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(30);

    /// <summary>S3 answers when it has copied or joined everything, which takes minutes for gigabytes.</summary>
    public static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(10);

    /// <summary>Escaped and in the order of its names.</summary>
    public string Query { get; init; } = "";

    /// <summary>In lower case.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public SiteBody? Body { get; init; }

    public TimeSpan Patience { get; init; } = UsualPatience;

    /// <summary>Whether S3 is asked before the body is sent, so that what it says no to is not sent in vain, and its no is not lost.</summary>
    public bool AsksFirst { get; init; }

    /// <summary>Whether a collision with another write of the same moment is final for this call.</summary>
    public bool ConflictIsFinal { get; init; }

    /// <summary>Makes the call for another attempt; null: it is the same.</summary>
    public Func<S3Call>? Again { get; init; }
}

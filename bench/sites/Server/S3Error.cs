namespace SiteServer;

/// <summary>An answer of S3 that is an error.</summary>
internal sealed class S3Error(int status, string code) : Exception(code)
{
    public int Status => status;

    public string Code { get; } = code;
}

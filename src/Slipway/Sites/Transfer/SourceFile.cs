namespace Slipway.Sites.Transfer;

/// <summary>Reads what is sent. What is wrong with a file must not be taken for something that is wrong with the network.</summary>
internal static class SourceFile
{
    private const int Small = 256 * 1024;

    /// <param name="name">Of the file, for messages.</param>
    /// <exception cref="DeployException">It cannot be read.</exception>
    public static Stream Open(SiteBody body, string name)
    {
        try
        {
            return body.Open();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(name, exception);
        }
    }

    /// <summary>Reads as much as <paramref name="piece"/> holds.</summary>
    /// <exception cref="DeployException">It cannot be read, or there is less.</exception>
    public static async ValueTask Fill(Stream file, Memory<byte> piece, string name, CancellationToken ct)
    {
        try
        {
            // A little comes from the page cache: to wait for it costs less than to be called back.
            if (piece.Length <= Small)
                file.ReadExactly(piece.Span);
            else
                await file.ReadExactlyAsync(piece, ct);
        }
        catch (EndOfStreamException exception)
        {
            throw Changed(name, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(name, exception);
        }
    }

    public static DeployException Changed(string name, Exception? inner) => new(
        $"""
         {name} was changed while it was being published. It was not written.
           seen  its content is not what was hashed when the deploy was planned
           try   let the build come to its end, then deploy again
         """,
        inner: inner);

    private static DeployException Unreadable(string name, Exception inner) => new(
        $"""
         {name} could not be read while it was being published. It was not written.
           reason  {inner.Message}
           try     let the build come to its end, and check who may read the file; then deploy again
         """,
        inner: inner);
}

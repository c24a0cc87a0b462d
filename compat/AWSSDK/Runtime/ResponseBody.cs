using System.Text;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.Runtime.Compat;

/// <summary>A reply, read to its end at once: the readers of both protocols want the whole of it.</summary>
internal sealed class ResponseBody : UnmarshallerContext
{
    private const int QuotedLength = 300;

    public ResponseBody(Stream stream, bool maintainResponseBody, IWebResponseData response, bool isException)
    {
        MaintainResponseBody = maintainResponseBody;
        IsException = isException;
        WebResponseData = response;
        // The wrapper keeps what it has read, for AWSSDK.Core's response logging.
        WrappingStream = new CachingWrapperStream(stream, cacheLimit: null);
        using var body = new MemoryStream();
        WrappingStream.CopyTo(body);
        Bytes = body.ToArray();
    }

    public byte[] Bytes { get; }

    /// <summary>The beginning of the body on one line, for messages.</summary>
    public string Quoted
    {
        get
        {
            var text = Encoding.UTF8.GetString(Bytes).ReplaceLineEndings(" ").Trim();
            return text.Length == 0 ? "an empty body" : text.Length > QuotedLength ? text[..QuotedLength] + "..." : text;
        }
    }

    public override string CurrentPath => "";

    public override int CurrentDepth => 0;

    public override bool IsStartElement => false;

    public override bool IsEndElement => false;

    public override bool IsStartOfDocument => false;

    public string? Header(string name) => WebResponseData.IsHeaderPresent(name) ? WebResponseData.GetHeaderValue(name) : null;
}

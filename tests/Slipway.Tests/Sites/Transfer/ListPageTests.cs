using System.Text;
using System.Xml;
using Slipway.Sites;
using Slipway.Sites.Transfer;

namespace Slipway.Tests.Sites.Transfer;

public sealed class ListPageTests
{
    [Fact]
    public void An_answer_of_S3_is_read()
    {
        var page = Read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>bucket</Name><Prefix>a%2F</Prefix><KeyCount>2</KeyCount><MaxKeys>1000</MaxKeys>
              <EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>
              <Contents><Key>a/b+c%2Bd%25%01.txt</Key><LastModified>2026-11-21T13:50:14.000Z</LastModified><ETag>&quot;70ee1738b6b21e2c8a43f3a5ab0eee71&quot;</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><Size>11</Size><Owner><ID>me</ID><DisplayName/></Owner><StorageClass>STANDARD</StorageClass></Contents>
              <Contents><Key>a/%F0%9F%98%80</Key><LastModified>2026-11-20T00:00:00.000Z</LastModified><ETag>"9b2cf535f27731c974343645a3985328-2"</ETag><Size>5497558138880</Size></Contents>
              <NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=</NextContinuationToken>
            </ListBucketResult>
            """);

        Assert.Equal(
            [
                new SiteObject("a/b c+d%\u0001.txt", "70ee1738b6b21e2c8a43f3a5ab0eee71", 11, new DateTimeOffset(2026, 11, 21, 13, 50, 14, TimeSpan.Zero)),
                new SiteObject("a/\U0001F600", "9b2cf535f27731c974343645a3985328-2", 5L * 1024 * 1024 * 1024 * 1024, new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero)),
            ],
            page.Objects);
        Assert.Equal("1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=", page.Next);
    }

    [Fact]
    public void Keys_that_are_not_encoded_are_taken_as_they_are()
    {
        var page = Read("<ListBucketResult><Contents><Key>a+b%20c&amp;d</Key><Size>1</Size></Contents><IsTruncated>false</IsTruncated><NextContinuationToken>x</NextContinuationToken></ListBucketResult>");

        Assert.Equal("a+b%20c&d", Assert.Single(page.Objects).Key);
        Assert.Null(page.Next);
    }

    [Fact]
    public void An_empty_listing_is_empty() => Assert.Empty(Read("<ListBucketResult/>").Objects);

    [Theory]
    [InlineData("<html><body>Please log in</body></html>")]
    [InlineData("<ListBucketResult><Contents><Key>a</Key>")]
    public void What_is_no_listing_is_refused(string document) => Assert.Throws<XmlException>(() => Read(document));

    private static ListPage Read(string document) => ListPage.Read(new MemoryStream(Encoding.UTF8.GetBytes(document)));
}

using System.Text;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Protocols;

public sealed class CborTests
{
    /// <summary>Taken from RFC 8949, appendix A.</summary>
    [Theory]
    [InlineData("00", "0")]
    [InlineData("1818", "24")]
    [InlineData("1903e8", "1000")]
    [InlineData("1b000000e8d4a51000", "1000000000000")]
    [InlineData("1bffffffffffffffff", "18446744073709551615")]
    [InlineData("3863", "-100")]
    [InlineData("3bffffffffffffffff", "-18446744073709551616")]
    [InlineData("f93e00", "1.5")]
    [InlineData("fa47c35000", "100000")]
    [InlineData("fbc010666666666666", "-4.1")]
    [InlineData("f4", "false")]
    [InlineData("f6", "null")]
    [InlineData("c11a514b67b0", "1363896240")]
    [InlineData("4401020304", "\"AQIDBA==\"")]
    [InlineData("62c3bc", null)]
    [InlineData("62c3bc62", null)]
    [InlineData("8301820203820405", "[1,[2,3],[4,5]]")]
    [InlineData("9f018202039f0405ffff", "[1,[2,3],[4,5]]")]
    [InlineData("bf61610161629f0203ffff", """{"a":1,"b":[2,3]}""")]
    [InlineData("7f657374726561646d696e67ff", "\"streaming\"")]
    public void Examples_of_the_standard_are_read(string hex, string? json)
    {
        if (json is not null)
            Assert.Equal(json, Encoding.UTF8.GetString(CborReader.ToJson(Convert.FromHexString(hex))));
        else if (hex == "62c3bc")
            Assert.Equal("\"\\u00FC\"", Encoding.UTF8.GetString(CborReader.ToJson(Convert.FromHexString(hex))));
        else
            Assert.Throws<AwsError>(() => CborReader.ToJson(Convert.FromHexString(hex)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("18")]
    [InlineData("62c3")]
    [InlineData("62ffff")]
    [InlineData("8201")]
    [InlineData("9f01")]
    [InlineData("a10102")]
    [InlineData("9bffffffffffffffff01")]
    [InlineData("5bffffffffffffffff01")]
    [InlineData("f97e00")]
    [InlineData("ff")]
    [InlineData("1c")]
    public void What_is_not_whole_or_has_no_place_in_JSON_is_refused(string hex) =>
        Assert.Equal("SerializationException", Assert.Throws<AwsError>(() => CborReader.ToJson(Convert.FromHexString(hex))).Code);

    [Fact]
    public void Nesting_without_end_is_refused() =>
        Assert.Throws<AwsError>(() => CborReader.ToJson([.. Enumerable.Repeat((byte)0x81, 100_000)]));

    [Fact]
    public void What_is_written_is_read_again()
    {
        var result = new JsonObject
        {
            ["text"] = "ü" + new string('x', 300),
            ["whole"] = new JsonArray(0, 23, 24, 255, 256, 65535, 65536, 4294967296, -1, -500),
            ["double"] = new JsonArray(1.5, -0.001, 3.0),
            ["time"] = JsonValue.Create(DateTimeOffset.UnixEpoch.AddMilliseconds(1500)),
            ["looksLikeTime"] = "2026-01-02T03:04:05Z",
            ["flags"] = new JsonArray(true, false, null),
            ["absent"] = null,
        };

        var expected = result.DeepClone().AsObject();
        expected["time"] = 1.5;
        expected.Remove("absent");
        Assert.Equal(expected.ToJsonString(), JsonNode.Parse(CborReader.ToJson(CborWriter.Bytes(result).Span))!.ToJsonString());
        Assert.Equal(expected.ToJsonString(), JsonNode.Parse(JsonProtocol.Bytes(result).Span)!.ToJsonString());
    }
}

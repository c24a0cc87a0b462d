using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Protocols;

public sealed class InputTests
{
    private static readonly JsonObject FromJson = JsonProtocol.Parse(
        """{"text":"5","number":5,"half":2.5,"huge":99999999999,"flag":true,"none":null,"list":["a"],"objects":[{}],"map":{"a":"b"},"time":1.5}"""u8);

    [Fact]
    public void Members_are_read_by_their_types()
    {
        Assert.Equal("5", FromJson.RequiredString("text"));
        Assert.Equal(5, FromJson.RequiredInt("number"));
        Assert.Equal(99999999999, FromJson.OptionalLong("huge"));
        Assert.True(FromJson.OptionalBool("flag"));
        Assert.Equal(["a"], FromJson.Strings("list"));
        Assert.Single(FromJson.Objects("objects"));
        Assert.Equal("b", FromJson.StringMap("map")["a"]);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddMilliseconds(1500), FromJson.OptionalTime("time"));
    }

    [Fact]
    public void What_is_absent_or_null_is_nothing_or_refused_where_it_is_required()
    {
        Assert.Null(FromJson.OptionalString("none"));
        Assert.Null(FromJson.OptionalInt("absent"));
        Assert.Empty(FromJson.Objects("absent"));
        Assert.False(FromJson.Has("none"));
        Assert.Equal("ValidationError", Assert.Throws<AwsError>(() => FromJson.RequiredString("none", "ValidationError")).Code);
        Assert.Equal("InvalidParameterException", Assert.Throws<AwsError>(() => FromJson.RequiredInt("absent")).Code);
    }

    [Theory]
    [InlineData("text", "STRING_VALUE can not be converted to a Long")]
    [InlineData("half", "NUMBER_VALUE can not be converted to a Long")]
    [InlineData("huge", "NUMBER_VALUE can not be converted to an Integer")]
    [InlineData("flag", "TRUE_VALUE can not be converted to a Long")]
    [InlineData("list", "START_ARRAY can not be converted to a Long")]
    public void A_wrong_type_is_refused_as_AWS_refuses_it(string member, string message)
    {
        var error = Assert.Throws<AwsError>(() => FromJson.OptionalInt(member));
        Assert.Equal(("SerializationException", message), (error.Code, error.Message));
    }

    [Fact]
    public void Other_types_refuse_as_well()
    {
        Assert.Throws<AwsError>(() => FromJson.OptionalString("number"));
        Assert.Throws<AwsError>(() => FromJson.OptionalBool("text"));
        Assert.Throws<AwsError>(() => FromJson.Strings("objects"));
        Assert.Throws<AwsError>(() => FromJson.Objects("list"));
        Assert.Throws<AwsError>(() => FromJson.OptionalObject("list"));
        Assert.Throws<AwsError>(() => FromJson.Strings("map"));
    }

    [Fact]
    public void Text_counts_as_number_boolean_and_time_in_the_query_protocol_alone()
    {
        var form = QueryForm.Parse([new("number", "5"), new("flag", "false"), new("time", "1970-01-01T00:00:01.500Z"), new("list", ""), new("word", "five")]);

        Assert.Equal(5, form.RequiredInt("number"));
        Assert.False(form.OptionalBool("flag"));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddMilliseconds(1500), form.OptionalTime("time"));
        Assert.Empty(form.Strings("list"));
        Assert.Throws<AwsError>(() => form.OptionalInt("word"));
        Assert.Throws<AwsError>(() => FromJson.OptionalInt("text"));
    }

    [Theory]
    [InlineData("111122223333", "111122223333")]
    [InlineData("ASIA444455556666ABCDEFGH", "444455556666")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "000000000000")]
    [InlineData("1111222233334", "000000000000")]
    public void An_access_key_may_name_its_account(string accessKey, string account) => Assert.Equal(account, Signature.AccountOf(accessKey));

    [Fact]
    public void A_header_that_is_no_signature_is_refused()
    {
        Assert.Equal("MissingAuthenticationTokenException", Assert.Throws<AwsError>(() => Signature.Parse(null)).Code);
        Assert.Equal("IncompleteSignatureException", Assert.Throws<AwsError>(() => Signature.Parse("Bearer x")).Code);
        Assert.Equal("IncompleteSignatureException", Assert.Throws<AwsError>(() => Signature.Parse("AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/ecs/aws4_request, SignedHeaders=host")).Code);
    }
}

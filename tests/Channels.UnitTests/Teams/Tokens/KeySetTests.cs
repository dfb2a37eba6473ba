using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatOpsBot.Channels.Teams.Inbound.Tokens;
using ChatOpsBot.TestKit.Teams.Tokens;

namespace ChatOpsBot.Channels.UnitTests.Teams.Tokens;

public sealed class KeySetTests
{
    [Fact]
    public void A_key_as_the_Bot_Framework_announces_it_is_taken()
    {
        var key = Read(_ => { });

        Assert.NotNull(key);
        Assert.True(key.Endorses("msteams"));
        Assert.False(key.Endorses("MSTEAMS"));
        Assert.True(key.Allows("RS256") && key.Allows("RS384") && key.Allows("RS512"));
        Assert.False(key.Allows("none") || key.Allows("HS256") || key.Allows("rs256"));
    }

    [Fact]
    public void A_key_for_one_algorithm_serves_that_one()
    {
        var key = Read(jwk => jwk["alg"] = "RS384");

        Assert.True(key!.Allows("RS384"));
        Assert.False(key.Allows("RS256"));
    }

    [Theory]
    [InlineData("kty", "\"EC\"")]
    [InlineData("kty", "\"oct\"")]
    [InlineData("kty", null)]
    [InlineData("use", "\"enc\"")]
    [InlineData("use", "null")]
    [InlineData("alg", "\"HS256\"")]
    [InlineData("alg", "\"PS256\"")]
    [InlineData("alg", "null")]
    [InlineData("alg", "256")]
    [InlineData("kid", null)]
    [InlineData("kid", "\"\"")]
    [InlineData("kid", "1")]
    [InlineData("n", null)]
    [InlineData("n", "\"\"")]
    [InlineData("n", "\"AQAB\"")]
    [InlineData("n", "\"not base64url!\"")]
    [InlineData("n", "[]")]
    [InlineData("e", null)]
    [InlineData("e", "\"AQ\"")]
    [InlineData("e", "\"AA\"")]
    [InlineData("e", "\"AAAA\"")]
    [InlineData("e", "\"Ag\"")]
    [InlineData("e", "\"AQAAAAE\"")]
    public void A_key_that_cannot_prove_anything_is_left_out(string member, string? json)
        => Assert.Null(Read(jwk =>
        {
            jwk.Remove(member);
            if (json is not null)
            {
                jwk[member] = JsonNode.Parse(json);
            }
        }));

    [Theory]
    [InlineData(128, false)]
    [InlineData(255, false)]
    [InlineData(256, true)]
    [InlineData(1_024, true)]
    [InlineData(1_025, false)]
    [InlineData(60_000, false)]
    public void Keys_are_neither_weak_nor_costly(int bytes, bool taken)
    {
        var modulus = Enumerable.Repeat((byte)0xff, bytes).ToArray();

        Assert.Equal(taken, Read(jwk => jwk["n"] = Base64Url.EncodeToString(modulus)) is not null);
    }

    [Fact]
    public void Zeros_in_front_make_no_weak_key_strong()
        => Assert.Null(Read(jwk => jwk["n"] = Base64Url.EncodeToString([.. new byte[200], .. Enumerable.Repeat((byte)0xff, 128)])));

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("\"msteams\"")]
    [InlineData("[]")]
    [InlineData("[1,null,{\"msteams\":true}]")]
    public void A_key_without_endorsements_endorses_nothing(string? json)
    {
        var key = Read(jwk =>
        {
            jwk.Remove("endorsements");
            if (json is not null)
            {
                jwk["endorsements"] = JsonNode.Parse(json);
            }
        });

        Assert.False(key!.Endorses("msteams"));
        Assert.False(key.Endorses(""));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"keys\":{}}")]
    [InlineData("{\"keys\":[null,1,\"x\",[],{}]}")]
    public void What_is_no_key_set_holds_no_keys(string json) => Assert.Equal(0, Set(json).Count);

    [Fact]
    public void Of_two_keys_with_one_id_the_first_counts()
    {
        var set = Set($$"""{"keys":[{{new IssuerKey("k", 1).Jwk().ToJsonString()}},{{new IssuerKey("k", 2).Jwk().ToJsonString()}}]}""");

        Assert.Equal(1, set.Count);
        Assert.True(set.Find("k")!.IsSameAs(Set($$"""{"keys":[{{new IssuerKey("k", 1).Jwk().ToJsonString()}}]}""").Find("k")!));
    }

    private static SigningKey? Read(Action<JsonObject> change)
    {
        var jwk = new IssuerKey("bf-1", 1).Jwk();
        change(jwk);
        return Set(new JsonObject { ["keys"] = new JsonArray(jwk) }.ToJsonString()).Find("bf-1");
    }

    private static KeySet Set(string json) => KeySet.Read(JsonElement.Parse(json), null, 0);
}

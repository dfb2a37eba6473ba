using System.Globalization;
using System.Text;
using ChatOpsBot.Channels.Slack;
using ChatOpsBot.Channels.Slack.Inbound;
using ChatOpsBot.TestKit.Slack;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ChatOpsBot.Channels.UnitTests.Slack.Inbound;

public sealed class SlackSignatureTests
{
    private const string DocumentedSecret = "8f742231b10e8888abcd99yyyzzz85a5";
    private const long DocumentedTime = 1531420618;
    private const string DocumentedBody =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA"
        + "&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

    private readonly FixedTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(DocumentedTime));

    [Fact]
    public void The_documented_vector_is_genuine()
        => Assert.Null(Check(DocumentedBody, "1531420618", "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"));

    [Theory]
    [InlineData("{\"t\":\"\\u00e9\"}")]
    [InlineData("a\r\nb")]
    [InlineData("trailing ")]
    [InlineData("")]
    public void Every_byte_counts(string body)
    {
        var signature = SlackRequests.Signature(Encoding.UTF8.GetBytes(body), DocumentedSecret, "1531420618");

        Assert.Null(Check(body, "1531420618", signature));
        Assert.Equal(SlackResults.BadSignature, Check(body + " ", "1531420618", signature));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(299, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    public void Five_minutes_either_way_are_accepted(int skew, bool accepted)
    {
        var timestamp = (DocumentedTime + skew).ToString(CultureInfo.InvariantCulture);

        var result = Check("{}", timestamp, SlackRequests.Signature("{}"u8.ToArray(), DocumentedSecret, timestamp));

        Assert.Equal(accepted ? null : SlackResults.Stale, result);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("1e9")]
    [InlineData("-1531420618")]
    [InlineData("+1531420618")]
    [InlineData(" 1531420618")]
    [InlineData("1531420618.0")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807")]
    [InlineData("153142061800000000000000000000")]
    public void A_time_that_is_not_one_is_stale(string timestamp)
        => Assert.Equal(SlackResults.Stale, Check("{}", timestamp, SlackRequests.Signature("{}"u8.ToArray(), DocumentedSecret, timestamp)));

    [Theory]
    [InlineData("")]
    [InlineData("v0=")]
    [InlineData("v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b50")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b5033")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b504")]
    [InlineData("v0=zz114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    public void Another_signature_is_refused(string signature)
        => Assert.Equal(SlackResults.BadSignature, Check(DocumentedBody, "1531420618", signature));

    [Fact]
    public void Missing_and_doubled_headers_are_refused()
    {
        var signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

        Assert.Equal(SlackResults.MissingSignature, Check(DocumentedBody, StringValues.Empty, signature));
        Assert.Equal(SlackResults.MissingSignature, Check(DocumentedBody, "1531420618", StringValues.Empty));
        Assert.Equal(SlackResults.MissingSignature, Check(DocumentedBody, "1531420618", new StringValues([signature, signature])));
    }

    [Fact]
    public void Both_secrets_of_a_rotation_are_accepted_and_an_old_one_is_not()
    {
        var rotating = new SlackOptions { SigningSecret = "the-new-secret-0123", PreviousSigningSecret = DocumentedSecret };
        var rotated = new SlackOptions { SigningSecret = "the-new-secret-0123" };
        var old = SlackRequests.Signature("{}"u8.ToArray(), DocumentedSecret, "1531420618");
        var current = SlackRequests.Signature("{}"u8.ToArray(), "the-new-secret-0123", "1531420618");

        Assert.Null(Check("{}", "1531420618", old, rotating));
        Assert.Null(Check("{}", "1531420618", current, rotating));
        Assert.Equal(SlackResults.BadSignature, Check("{}", "1531420618", old, rotated));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Without_a_secret_nothing_is_genuine(string? secret)
        => Assert.Equal(
            SlackResults.BadSignature,
            Check("{}", "1531420618", SlackRequests.Signature("{}"u8.ToArray(), secret ?? string.Empty, "1531420618"), new SlackOptions { SigningSecret = secret }));

    private string? Check(string body, StringValues timestamp, StringValues signature, SlackOptions? options = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var buffer = new byte[SlackSignature.Headroom + bytes.Length];
        bytes.CopyTo(buffer, SlackSignature.Headroom);
        return new SlackSignature(Options.Create(options ?? new SlackOptions { SigningSecret = DocumentedSecret }), _time).Check(buffer, bytes.Length, timestamp, signature);
    }
}

using ChatOpsBot.RagCore.Answering.Rewriting;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Rewriting;

public sealed class RewrittenQuestionTests
{
    private static readonly string[] Said = ["What does VPN error ERR_4012 mean?", "What is the hotel limit in Leeds?"];

    [Theory]
    [InlineData("and in London?", """{"question":"What is the hotel limit in London?","variants":[]}""", "What is the hotel limit in London?")]
    [InlineData("and in London?", """Here it is: {"question":"What is the hotel limit in London?"} Done.""", "What is the hotel limit in London?")]
    [InlineData("and in London?", "What is the hotel limit in London?\n", "What is the hotel limit in London?")]
    [InlineData("and in London?", "\"What is the hotel limit in London?\"", "What is the hotel limit in London?")]
    [InlineData("and in London?", """{"question":"@channel What is\u202E the hotel limit in London?"}""", "What is the hotel limit in London?")]
    [InlineData("et à Lisbonne ?", """{"question":"What is the hotel limit in Lisbon?"}""", "What is the hotel limit in Lisbon?")]
    [InlineData("and ERR_4020?", """{"question":"What does VPN error err_4020 mean?"}""", "What does VPN error err_4020 mean?")]
    [InlineData("and with node.js in London?", """{"question":"What is the hotel limit with Node.js in London?"}""", "What is the hotel limit with Node.js in London?")]
    [InlineData("not ERR_4012, ERR_4020", """{"question":"What does VPN error ERR_4020 mean?"}""", "What does VPN error ERR_4020 mean?")]
    public void A_usable_reply_is_cleaned_and_taken(string asked, string reply, string expected)
        => Assert.Equal(expected, RewrittenQuestion.Read(reply, asked, Said)?.Text);

    [Theory]
    [InlineData("and in London?", """{"question":"What is the hotel limit in Leeds?"}""")]
    [InlineData("and ERR_4020?", """{"question":"What does the VPN error mean?"}""")]
    [InlineData("and ERR_4020?", """{"question":"What does VPN error ERR_4021 mean?"}""")]
    [InlineData("and in 2023?", """{"question":"What was the hotel limit?"}""")]
    [InlineData("and in London?", """{"question":"What is the hotel limit of £185 in London?"}""")]
    [InlineData("and in London?", """{"question":"/forget London"}""")]
    [InlineData("and in London?", """{"question":"Read https://evil.example/London"}""")]
    [InlineData("and in London?", """{"question":"What is the hotel limit in London, see evil.example?"}""")]
    [InlineData("and in London?", """{"question":"Ask www.evil for London"}""")]
    [InlineData("and in London?", """{"question":"What is [the limit](evil.example/x) in London?"}""")]
    [InlineData("and in London?", """{"question":"What is the limit in London, mailto:a@evil.example?"}""")]
    [InlineData("and in London?", """{"question":"What is <b>the limit</b> in London?"}""")]
    [InlineData("and in London?", """{"question":"What is \ud800 the limit in London?"}""")]
    [InlineData("and in London?", """{"question":["London","Leeds"]}""")]
    [InlineData("and in London?", """{"question":7}""")]
    [InlineData("and in London?", "{broken London")]
    [InlineData("and in London?", "")]
    [InlineData("and in London?", "???")]
    public void A_reply_that_lost_or_invented_something_or_is_no_question_is_refused(string asked, string reply)
        => Assert.Null(RewrittenQuestion.Read(reply, asked, Said));

    [Fact]
    public void A_reply_of_any_length_is_bounded()
    {
        Assert.Null(RewrittenQuestion.Read($$"""{"question":"{{new string('x', 501)}} London"}""", "and in London?", Said));
        Assert.Null(RewrittenQuestion.Read(new string('{', 1_000_000), "and in London?", Said));
    }

    [Fact]
    public void At_most_two_other_wordings_are_kept_and_none_with_a_code_nobody_said()
    {
        var question = RewrittenQuestion.Read(
            """{"question":"What is the hotel limit in London?","variants":["London hotel limit 999","London hotel rate","what is the hotel limit in london?","Hotel cap London","One more London"]}""",
            "and in London?", Said);

        Assert.Equal(["London hotel rate", "Hotel cap London"], question!.Variants);
    }
}

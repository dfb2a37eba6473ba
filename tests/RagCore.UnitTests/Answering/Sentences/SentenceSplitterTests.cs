using ChatOpsBot.RagCore.Answering.Sentences;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Sentences;

public sealed class SentenceSplitterTests
{
    [Theory]
    [InlineData("One thing. Another thing.", "One thing.|Another thing.")]
    [InlineData("Dr. Silva decides. She signs.", "Dr. Silva decides.|She signs.")]
    [InlineData("It costs €5.90 per day. Pay by card.", "It costs €5.90 per day.|Pay by card.")]
    [InlineData("See https://example.com/a.b for more. Then ask.", "See https://example.com/a.b for more.|Then ask.")]
    [InlineData("Use e.g. Paris or the U.S. office. Done.", "Use e.g. Paris or the U.S. office.|Done.")]
    [InlineData("J. Smith approves. So does K. Lee.", "J. Smith approves.|So does K. Lee.")]
    [InlineData("Really?! Yes. (No.) Fine", "Really?!|Yes.|(No.)|Fine")]
    [InlineData("He said \"stop.\" Then he left.", "He said \"stop.\"|Then he left.")]
    [InlineData("Version 5.2 or later. No. 7 is next.", "Version 5.2 or later.|No. 7 is next.")]
    [InlineData("The answer is no. Ask again. See no. 7 and max. 5 items.", "The answer is no.|Ask again.|See no. 7 and max. 5 items.")]
    [InlineData("日本語。次の文。", "日本語。|次の文。")]
    [InlineData("「はい。」次です｡終わり", "「はい。」|次です｡|終わり")]
    [InlineData("no end", "no end")]
    [InlineData("", "")]
    public void Sentences_end_where_a_reader_would_end_them(string text, string expected)
    {
        var sentences = SentenceSplitter.Split(text).Select(range => text[range.From..range.To]);

        Assert.Equal(expected, string.Join('|', sentences));
    }
}

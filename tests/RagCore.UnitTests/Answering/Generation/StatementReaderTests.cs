using System.Globalization;
using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Answering.Generation.Model;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Generation;

public sealed class StatementReaderTests
{
    private const string Whole = """
        {"statements":[{"text":"The limit is €30.","quotes":[{"passage":1,"quote":"Dinner: €30"}]},
        {"text":"Drinks are included.","quotes":[{"passage":2,"quote":"Limits include \"drinks\"."},{"passage":1,"quote":"{drinks}"}]}]}
        """;

    private static readonly string[] Expected =
    [
        "The limit is €30. 1:Dinner: €30",
        "Drinks are included. 2:Limits include \"drinks\". 1:{drinks}",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1_000)]
    public void Statements_are_told_as_soon_as_they_are_whole_however_the_text_is_cut(int size)
    {
        var reader = new StatementReader();
        var told = Whole.Chunk(size).SelectMany(piece => reader.Read(new string(piece))).Select(Shown);

        Assert.Equal(Expected, told);
        Assert.True(reader.IsReadable);
    }

    [Fact]
    public void The_first_is_told_before_the_second_has_come()
    {
        var reader = new StatementReader();

        Assert.Equal(Expected[0], Shown(Assert.Single(reader.Read(Whole[..Whole.IndexOf("\"Drinks", StringComparison.Ordinal)]))));
    }

    [Theory]
    [InlineData("```json\n{0}\n```")]
    [InlineData("Here is the answer you asked for:\n\n{0}\n\nI hope this helps.")]
    [InlineData("<think>The passages {{say}} it.</think>{0}")]
    public void What_stands_around_it_is_no_part_of_it(string frame)
        => Assert.Equal(Expected, Read(string.Format(CultureInfo.InvariantCulture, frame, Whole)));

    [Theory]
    [InlineData("""[{"text":"A.","quotes":[{"passage":1,"quote":"a a a"}]}]""")]
    [InlineData("""{"text":"A.","quotes":[{"passage":1,"quote":"a a a"}]}""")]
    [InlineData("""{"answer":[{"claim":"A.","citations":[{"source":"[1]","exact_quote":"a a a"}]}]}""")]
    [InlineData("""{"Statements":[{"Text":"A.","Quotes":{"Passage":"1","Quote":"a a a"}}]}""")]
    [InlineData("""{"statements":[{"text":"A.","passage":1,"quote":"a a a"}]}""")]
    [InlineData("""{"statements":[{"text":"A.","quotes":[{"passage":1,"quote":"a a a",},],},],}""")]
    [InlineData("""{"statements":[{"text":"A.","quotes":[{"passage":1,"quote":"a a a"}, "loose", {"passage":"x","quote":"b"}]}]}""")]
    public void Near_forms_are_understood(string draft) => Assert.Equal(["A. 1:a a a"], Read(draft));

    [Fact]
    public void A_line_break_inside_a_text_is_no_end()
        => Assert.Equal(["One\ntwo. 1:a\nb"], Read("{\"statements\":[{\"text\":\"One\ntwo.\",\"quotes\":[{\"passage\":1,\"quote\":\"a\nb\"}]}]}"));

    [Fact]
    public void Of_a_draft_that_was_cut_the_whole_statements_remain()
    {
        var reader = new StatementReader();

        Assert.Single(reader.Read(Whole[..^40]));
        Assert.True(reader.IsReadable);
    }

    [Theory]
    [InlineData("""{"statements":[]}""")]
    [InlineData("""{"statements": null}""")]
    public void No_statement_is_an_answer_too(string draft)
    {
        var reader = new StatementReader();

        Assert.Empty(reader.Read(draft));
        Assert.True(reader.IsReadable);
    }

    [Theory]
    [InlineData("")]
    [InlineData("I cannot say.")]
    [InlineData("{\"statements\":[{\"text\":\"A.\"")]
    [InlineData("{\"statements\":[{\"text\":\"A.\"}]}")]
    [InlineData("}}}}]]]{{{{")]
    [InlineData("{\"text\":\"\\ud83d\",\"quotes\":[]}")]
    public void What_holds_no_statement_is_not_readable(string draft)
    {
        var reader = new StatementReader();

        Assert.Empty(reader.Read(draft));
        Assert.False(reader.IsReadable);
    }

    [Fact]
    public void Any_text_is_read_in_bounds()
    {
        var random = new Random(7);
        const string Alphabet = "{}[]\",:\\\n\ttextquotespassage1 \u0000é😀";
        for (var round = 0; round < 300; round++)
        {
            var reader = new StatementReader();
            for (var i = 0; i < 40; i++)
            {
                reader.Read(new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]));
            }
        }

        var endless = new StatementReader();
        while (!endless.IsFull)
        {
            endless.Read(new string('{', 10_000));
        }

        Assert.Equal(StatementReader.LongestDraft, endless.Text.Length);
        Assert.Empty(endless.Read("{}"));
    }

    private static IEnumerable<string> Read(string draft) => new StatementReader().Read(draft).Select(Shown);

    private static string Shown(DraftStatement statement)
        => string.Join(' ', [statement.Text, .. statement.Quotes.Select(quote => string.Create(CultureInfo.InvariantCulture, $"{quote.Passage}:{quote.Text}"))]);
}

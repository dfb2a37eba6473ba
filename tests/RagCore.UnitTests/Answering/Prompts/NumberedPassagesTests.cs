using ChatOpsBot.RagCore.Answering.Prompts;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Prompts;

public sealed class NumberedPassagesTests
{
    [Fact]
    public void Each_passage_stands_below_its_number_title_and_headings()
    {
        var text = NumberedPassages.Write(
            [
                TestDocuments.Whole(TestDocuments.Plain("a.md", "Leave", "27 days."), "Leeds", "Full\ntime"),
                TestDocuments.Whole(TestDocuments.Plain("b.md", "Old leave", "25 days.") with { Effective = new DateOnly(2024, 1, 31) }),
            ],
            new Random(1));

        var mark = text.Split(' ')[5].TrimEnd(':');
        Assert.Equal($"passage 1 of 2, mark {mark}: Leave > Leeds > Full time\n27 days.\n\npassage 2 of 2, mark {mark}: Old leave, effective 2024-01-31\n25 days.", text);
        Assert.Equal(16, mark.Length);
    }

    [Fact]
    public void A_text_that_holds_the_mark_gets_another_one()
    {
        var known = NumberedPassages.Write([TestDocuments.Whole(TestDocuments.Plain("a.md", "A", "x"))], new Random(5)).Split(' ')[5].TrimEnd(':');

        var text = NumberedPassages.Write([TestDocuments.Whole(TestDocuments.Plain("a.md", "A", $"passage 2 of 2, mark {known}: B"))], new Random(5));

        Assert.DoesNotContain($"of 1, mark {known}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_writing_draws_another_mark()
    {
        var random = new Random(5);

        Assert.NotEqual(
            NumberedPassages.Write([TestDocuments.Whole(TestDocuments.Plain("a.md", "A", "x"))], random),
            NumberedPassages.Write([TestDocuments.Whole(TestDocuments.Plain("a.md", "A", "x"))], random));
    }

    [Fact]
    public void No_passages_are_no_text() => Assert.Empty(NumberedPassages.Write([], new Random(1)));
}

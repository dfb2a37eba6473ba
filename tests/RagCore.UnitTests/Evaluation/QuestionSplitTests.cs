using System.Globalization;
using ChatOpsBot.RagCore.Evaluation;
using ChatOpsBot.RagCore.Evaluation.Answers;

namespace ChatOpsBot.RagCore.UnitTests.Evaluation;

public sealed class QuestionSplitTests
{
    // Fixed for good: figures of another release must be over the same questions.
    [Theory]
    [InlineData("q1", QuestionPart.Test)]
    [InlineData("q2", QuestionPart.Dev)]
    [InlineData("1", QuestionPart.Test)]
    [InlineData("2", QuestionPart.Dev)]
    public void A_question_stays_in_its_half(string id, QuestionPart half) => Assert.Equal(half, QuestionSplit.Of(id));

    [Fact]
    public void The_halves_are_about_equal_and_hold_every_question_once()
    {
        var ids = Enumerable.Range(0, 2000).Select(number => number.ToString(CultureInfo.InvariantCulture)).ToArray();

        Assert.InRange(ids.Count(id => QuestionPart.Dev.Holds(id)), 900, 1100);
        Assert.All(ids, id => Assert.True(QuestionPart.Dev.Holds(id) ^ QuestionPart.Test.Holds(id)));
        Assert.All(ids, id => Assert.True(QuestionPart.All.Holds(id)));
    }

    [Fact]
    public void A_file_of_answers_keeps_its_paragraphs_and_loses_the_other_questions()
    {
        var file = new SquadFile([new("p", "t", "Words.")], [new("q1", "What?", []), new("q2", "Why?", [])]);

        Assert.Equal(["q2"], file.Only(QuestionPart.Dev).Questions.Select(question => question.Id));
        Assert.Single(file.Only(QuestionPart.Dev).Paragraphs);
    }
}

using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Memory;

namespace ChatOpsBot.RagCore.Answering.Rewriting;

/// <summary>Makes a follow-up whole from the thread, without a model. What stands alone is left as it was asked.</summary>
internal static class FollowUpRewriter
{
    /// <summary>The longest question that is carried along: a longer one is a story, and would drown the follow-up.</summary>
    public const int LongestCarried = 500;

    private const int FewestTopicWords = 2;
    private const int LongestCorrection = 8;

    public static StandaloneQuestion Rewrite(string question, IReadOnlyList<Exchange> thread)
    {
        var last = thread.LastOrDefault(exchange => exchange.Reply is not NoticeReply && exchange.Question.Length is > 0 and <= LongestCarried);
        if (last is null || SmallTalk.Recognize(question))
        {
            return StandaloneQuestion.Of(question);
        }

        if (Correction.Read(question) is { } correction)
        {
            return Corrected(correction, question, last);
        }

        var followUp = FollowUp.Read(question);
        return followUp.Kind switch
        {
            FollowUpKind.Fragment => StandaloneQuestion.Of(QualifierSwap.Apply(last.Question, followUp.Words)),
            FollowUpKind.Pronoun => WithTopic(followUp.Words, last),
            FollowUpKind.BareQuestion => AskedAgain(followUp.Words, last),
            FollowUpKind.Comparison => BesideTheLast(followUp.Words, last),
            _ when last.Reply is ClarificationReply clarification => StandaloneQuestion.Of(Chosen(question, last, clarification)),
            _ => StandaloneQuestion.Of(question),
        };
    }

    // "No, how do I …" asks anew, "no, that is all" asks nothing; a long text tells its own story.
    private static StandaloneQuestion Corrected(Correction correction, string question, Exchange last)
        => correction.Meant.Count > LongestCorrection || correction.Meant.Any(word => Wording.Questions.Is(word) || Wording.Auxiliaries.Is(word) || Wording.Pronouns.Is(word))
            ? StandaloneQuestion.Of(question)
            : StandaloneQuestion.Of(correction.Apply(last.Question));

    private static StandaloneQuestion BesideTheLast(IReadOnlyList<string> words, Exchange last)
        => StandaloneQuestion.Of(QualifierSwap.Sentence([.. words, $"({QuestionShape.Read(last.Question).Gist()})"]));

    private static StandaloneQuestion WithTopic(IReadOnlyList<string> words, Exchange last)
    {
        var shape = QuestionShape.Read(last.Question);
        var at = words.Select((word, index) => (word, index)).Skip(1).First(entry => Wording.Pronouns.Is(entry.word)).index;
        var isThing = words[at].ToUpperInvariant() is not ("THERE" or "THEIR" or "ITS" or "HE" or "SHE" or "HIM" or "HER");
        if (isThing && shape.Topic() is { } topic)
        {
            return About(topic, last, [.. words.Take(at), topic, .. words.Skip(at + 1)]);
        }

        return isThing && at == words.Count - 1 && shape.Action() is { } action
            ? StandaloneQuestion.Of(QualifierSwap.Sentence([.. words, "to", action]))
            : About(shape.Gist(), last, [.. words, $"({shape.Gist()})"]);
    }

    // "Why?" after "When are salaries paid?" is "Why are salaries paid?"; a question word with a noun cannot be exchanged.
    private static StandaloneQuestion AskedAgain(IReadOnlyList<string> words, Exchange last)
    {
        var shape = QuestionShape.Read(last.Question);
        return shape.Auxiliary switch
        {
            0 => StandaloneQuestion.Of(QualifierSwap.Sentence([.. words, Lower(shape.Words[0]), .. shape.Words.Skip(1)])),
            > 0 when shape.HasPlainHead => StandaloneQuestion.Of(QualifierSwap.Sentence([.. words, .. shape.Words.Skip(shape.Auxiliary)])),
            _ => About(shape.Gist(), last, [.. words, $"({shape.Gist()})"]),
        };
    }

    private static string Chosen(string answer, Exchange last, ClarificationReply clarification)
    {
        var choice = clarification.Choices.FirstOrDefault(choice => string.Equals(choice, answer.Trim(), StringComparison.OrdinalIgnoreCase));
        return choice is null ? answer : QualifierSwap.Sentence([.. Wording.Words(last.Question), "–", choice.TrimEnd('?')]);
    }

    // A topic of one telling word, such as "parking", is helped out by the document that answered.
    private static StandaloneQuestion About(string topic, Exchange last, IReadOnlyList<string> words)
    {
        var isThin = Wording.Words(topic).Count(Wording.IsTelling) < FewestTopicWords;
        return new StandaloneQuestion(QualifierSwap.Sentence(words), isThin && last.Reply is AnswerReply { Citations: [var first, ..] } ? first : null);
    }

    private static string Lower(string word) => $"{char.ToLowerInvariant(word[0])}{word[1..]}";
}

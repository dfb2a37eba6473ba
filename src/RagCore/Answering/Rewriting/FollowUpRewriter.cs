using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Memory;

namespace ChatOpsBot.RagCore.Answering.Rewriting;

/// <summary>Makes a follow-up whole from the thread, without a model. What stands alone is left as it was asked.</summary>
internal static class FollowUpRewriter
{
    // A longer question is a story; carrying it along would drown the follow-up.
    private const int LongestCarried = 500;
    private const int FewestTopicWords = 2;

    public static string Rewrite(string question, IReadOnlyList<Exchange> thread)
    {
        var last = thread.LastOrDefault(exchange => exchange.Reply is not NoticeReply && exchange.Question.Length is > 0 and <= LongestCarried);
        if (last is null)
        {
            return question;
        }

        var followUp = FollowUp.Read(question);
        return followUp.Kind switch
        {
            FollowUpKind.Fragment => QualifierSwap.Apply(last.Question, followUp.Words),
            FollowUpKind.Pronoun => WithTopic(followUp.Words, last),
            FollowUpKind.BareQuestion => AskedAgain(followUp.Words, last),
            _ when last.Reply is ClarificationReply clarification => Chosen(question, last, clarification),
            _ => question,
        };
    }

    private static string WithTopic(IReadOnlyList<string> words, Exchange last)
    {
        var shape = QuestionShape.Read(last.Question);
        var at = words.Select((word, index) => (word, index)).Skip(1).First(entry => Wording.Pronouns.Is(entry.word)).index;
        var isThing = words[at].ToUpperInvariant() is not ("THERE" or "THEIR" or "ITS" or "HE" or "SHE" or "HIM" or "HER");
        if (isThing && shape.Topic() is { } topic)
        {
            return QualifierSwap.Sentence([.. words.Take(at), WithTitle(topic, last), .. words.Skip(at + 1)]);
        }

        return isThing && at == words.Count - 1 && shape.Action() is { } action
            ? QualifierSwap.Sentence([.. words, "to", action])
            : QualifierSwap.Sentence([.. words, $"({WithTitle(shape.Gist(), last)})"]);
    }

    // "Why?" after "When are salaries paid?" is "Why are salaries paid?"; a question word with a noun cannot be exchanged.
    private static string AskedAgain(IReadOnlyList<string> words, Exchange last)
    {
        var shape = QuestionShape.Read(last.Question);
        return shape.Auxiliary switch
        {
            0 => QualifierSwap.Sentence([.. words, Lower(shape.Words[0]), .. shape.Words.Skip(1)]),
            > 0 when shape.HasPlainHead => QualifierSwap.Sentence([.. words, .. shape.Words.Skip(shape.Auxiliary)]),
            _ => QualifierSwap.Sentence([.. words, $"({WithTitle(shape.Gist(), last)})"]),
        };
    }

    private static string Chosen(string answer, Exchange last, ClarificationReply clarification)
    {
        var choice = clarification.Choices.FirstOrDefault(choice => string.Equals(choice, answer.Trim(), StringComparison.OrdinalIgnoreCase));
        return choice is null ? answer : QualifierSwap.Sentence([.. Wording.Words(last.Question), "–", choice.TrimEnd('?')]);
    }

    // A topic of one telling word, such as "parking", is helped out by the title of the document that answered.
    private static string WithTitle(string topic, Exchange last)
        => Wording.Words(topic).Count(Wording.IsTelling) < FewestTopicWords && last.Reply is AnswerReply { Citations: [var first, ..] }
            ? $"{topic}, {first.Title},"
            : topic;

    private static string Lower(string word) => $"{char.ToLowerInvariant(word[0])}{word[1..]}";
}

using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering.Abstention;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;

namespace ChatOpsBot.RagCore.Answering.Attachments;

/// <summary>Makes the steps of an answer over one index.</summary>
internal delegate IQuestionAnswerer AnswererOver(LexicalIndex index);

/// <summary>Answers a question from files alone: an index of their own, in memory, for this one question. Its answers enter no cache.</summary>
internal sealed class FileAnswerer(AnswererOver over)
{
    private const int QuestionsPerParagraph = 8;

    public async Task<QuestionOutcome> AnswerAsync(
        Question question, TenantId tenant, IReadOnlyCollection<Document> documents, IProgress<TurnProgress> progress, CancellationToken cancellationToken)
    {
        using var index = new LexicalIndex();
        await index.UpsertAsync([.. documents, .. Background(tenant)], cancellationToken);
        return await over(index).AnswerAsync(question, AccessFilter.For(tenant, [FileTextReader.Reader]), progress, cancellationToken);
    }

    // How telling a word is cannot be learned from one file, in which every word is common: everyday questions that nobody may read stand beside it.
    private static IEnumerable<Document> Background(TenantId tenant) => ForeignQuestions.All.Chunk(QuestionsPerParagraph).Select((questions, number) => new Document
    {
        Tenant = tenant,
        Id = FormattableString.Invariant($"background/{number}"),
        Source = "background",
        Title = string.Empty,
        Text = string.Join(' ', questions),
        Format = TextFormat.Plain,
        Version = string.Empty,
        Readers = [],
    });
}

using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering.Citations;
using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Knowledge;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Answering;

/// <summary>Turns what was verified, or that nothing was, into what a person is told.</summary>
internal sealed class ReplyComposer(IKnowledgeIndex index, IOptions<AnsweringOptions> options)
{
    private const int LongestEcho = 300;
    private const int MostFolders = 8;

    public async Task<AnswerReply> AnswerAsync(
        AnswerDraft draft, VerifiedAnswer verified, double threshold, IReadOnlyList<string> remarks, AccessFilter access, Phrases words,
        CancellationToken cancellationToken)
    {
        var notes = new List<string>(remarks);
        foreach (var id in verified.Citations.Select(citation => citation.Document).Distinct(StringComparer.Ordinal))
        {
            if (await index.FindAsync(id, access, cancellationToken) is { IsSuperseded: true } document)
            {
                notes.Add(await SupersededNoteAsync(document, access, words, cancellationToken));
            }
        }

        return new AnswerReply(verified.Statements, verified.Citations, draft.Mode, ConfidenceOf(SupportOf(draft, verified), threshold), notes);
    }

    public async Task<NoEvidenceReply> NoEvidenceAsync(string question, AccessFilter access, Phrases words, CancellationToken cancellationToken)
        => new(
            Shortened(question),
            await SearchedAsync(access, words, cancellationToken),
            words[Phrase.NextStep]);

    /// <summary>Answers a greeting, thanks and whatever else asks nothing.</summary>
    public static NoticeReply NothingAsked(Phrases words) => new(words[Phrase.NothingAsked], NoticeKind.Command);

    private async Task<string> SupersededNoteAsync(Document document, AccessFilter access, Phrases words, CancellationToken cancellationToken)
    {
        var replacement = document.SupersededBy is { } id ? await index.FindAsync(id, access, cancellationToken) : null;
        return replacement is null
            ? words.Say(Phrase.Superseded, ("title", words.Quoted(document.Title)))
            : words.Say(Phrase.SupersededBy, ("title", words.Quoted(document.Title)), ("replacement", words.Quoted(replacement.Title)));
    }

    // Statements of a model that did not hold make those beside them less sure; sentences of the sources themselves are what they are.
    private static double SupportOf(AnswerDraft draft, VerifiedAnswer verified)
        => draft.Mode is AnswerMode.Model ? draft.Support * verified.Grounding : draft.Support;

    private Confidence ConfidenceOf(double support, double threshold)
    {
        var high = options.Value.HighSupport;
        return support >= high ? Confidence.High : support >= (threshold + high) / 2 ? Confidence.Medium : Confidence.Low;
    }

    private async Task<string> SearchedAsync(AccessFilter access, Phrases words, CancellationToken cancellationToken)
    {
        var sources = await index.ListSourcesAsync(access, cancellationToken);
        return sources.Sum(source => source.Documents) == 0
            ? words[Phrase.SearchedNothing]
            : string.Join("; ", sources.Where(source => source.Documents > 0).Select(source => Describe(source, words)));
    }

    private static string Describe(SourceSummary source, Phrases words)
    {
        var folders = source.Folders.Count is 0 or > MostFolders ? string.Empty : $" ({string.Join(", ", source.Folders)})";
        return words.Count(source.Documents, Phrase.DocumentsInOne, Phrase.DocumentsInOther, ("source", source.Name + folders));
    }

    private static string Shortened(string question)
    {
        if (question.Length <= LongestEcho)
        {
            return question;
        }

        var end = char.IsHighSurrogate(question[LongestEcho - 1]) ? LongestEcho - 1 : LongestEcho;
        return $"{question[..end]}…";
    }
}

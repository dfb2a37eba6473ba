using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Answering.Attachments;

/// <summary>Answers a message: from the files of its thread when they say it, else from the documents.</summary>
internal sealed class MessageAnswerer(ThreadFiles threadFiles, FileAnswerer fileAnswerer, IQuestionAnswerer answerer, IOptions<AttachmentOptions> options)
{
    /// <summary>The version under which an answer from files is known, so that it is told from those that documents gave.</summary>
    public const string VersionName = "files";

    public async Task<QuestionOutcome> AnswerAsync(
        InboundMessage message, Question question, AccessFilter access, IProgress<TurnProgress> progress, CancellationToken cancellationToken)
    {
        // Who may use nothing may use no file either.
        var files = access.IsEmpty ? new FoundFiles([], HasMore: false) : await threadFiles.FindAsync(message, cancellationToken);
        if (files.Files.Count == 0)
        {
            return await answerer.AnswerAsync(question, access, progress, cancellationToken);
        }

        var words = new FileWords(message.Locale, options.Value);
        if (message.Attachments.Count > 0 && SmallTalk.Recognize(QuestionText.Clean(message.Text, question.Text.Length).Text))
        {
            return new QuestionOutcome(words.Ask(files), StandaloneQuestion: string.Empty, Support: 0, new Dictionary<string, double>());
        }

        var told = question with { Remarks = [.. question.Remarks, .. words.Faults(files)] };
        return await AnswerAsync(told, files, words, access, progress, cancellationToken);
    }

    private async Task<QuestionOutcome> AnswerAsync(
        Question question, FoundFiles files, FileWords words, AccessFilter access, IProgress<TurnProgress> progress, CancellationToken cancellationToken)
    {
        var read = files.Read.ToList();
        if (read.Count == 0)
        {
            return Told(await answerer.AnswerAsync(question, access, progress, cancellationToken), words, files);
        }

        var fromFiles = await fileAnswerer.AnswerAsync(question, access.Tenant, [.. read.SelectMany(file => file.Documents)], progress, cancellationToken);
        if (fromFiles.Reply is not NoEvidenceReply)
        {
            return fromFiles with { Versions = new Dictionary<string, string>(fromFiles.Versions, StringComparer.Ordinal) { [VersionName] = "thread" } };
        }

        var own = files.Files.Where(found => found is { IsOwn: true, File.Documents.Count: > 0 }).Select(found => found.File).ToList();
        var asked = own.Count == 0 ? question : question with { Remarks = [words.NotInFiles(own), .. question.Remarks] };
        var outcome = await answerer.AnswerAsync(asked, access, progress, cancellationToken);
        return Told(outcome, words, files) with { Charges = [.. fromFiles.Charges, .. outcome.Charges] };
    }

    // A reply without evidence has no notes.
    private static QuestionOutcome Told(QuestionOutcome outcome, FileWords words, FoundFiles files)
        => outcome.Reply is NoEvidenceReply nothing
            ? outcome with
            {
                Reply = nothing with
                {
                    Searched = string.Join("; ", files.Read.Any() ? [words.Names(files.Read), nothing.Searched] : new[] { nothing.Searched }),
                    NextStep = string.Join('\n', words.Faults(files).Append(nothing.NextStep)),
                },
            }
            : outcome;
}

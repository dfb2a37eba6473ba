using System.Globalization;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.RagCore.Answering.Attachments;

/// <summary>What a person is told about the files.</summary>
/// <param name="locale">The person's language, when known.</param>
/// <param name="limits">What may be read.</param>
internal sealed class FileWords(string? locale, AttachmentOptions limits)
{
    private readonly Phrases _words = Phrases.For(locale);

    /// <summary>Returns one line for each file that could not be read.</summary>
    public IReadOnlyList<string> Faults(FoundFiles files) =>
    [
        .. files.Files.Where(found => found is { IsTold: true, File.Fault: not null }).Select(found => Fault(found.File)).Distinct(StringComparer.Ordinal),
        .. files.HasMore ? [_words.Say(Phrase.FilesTooMany, ("count", Number(limits.MaxFiles)))] : Array.Empty<string>(),
    ];

    /// <summary>Returns what is said to files without a question.</summary>
    public NoticeReply Ask(FoundFiles files)
    {
        var read = files.Files.Where(found => found.IsOwn).Select(found => found.File).Where(file => file.Documents.Count > 0).ToList();
        IEnumerable<string> asked = read.Count == 0 ? [] : [_words.Say(Phrase.AskAboutFiles, ("names", Names(read)))];
        return new NoticeReply(string.Join('\n', asked.Concat(Faults(files))), NoticeKind.Command);
    }

    /// <summary>Returns what is said when the documents answered and the files that came with the question did not.</summary>
    public string NotInFiles(IEnumerable<ReadFile> files) => _words.Say(Phrase.AnsweredFromDocuments, ("names", Names(files)));

    public string Names(IEnumerable<ReadFile> files) => string.Join(", ", files.Select(NameOf));

    private string Fault(ReadFile file) => _words.Say(
        file.Fault!.Value, ("limit", $"{Number(limits.MaxBytes >> 20)} MB"), ("pages", Number(limits.MaxPages)), ("name", NameOf(file)));

    private string NameOf(ReadFile file) => file.Name ?? _words[Phrase.FileWithoutName];

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

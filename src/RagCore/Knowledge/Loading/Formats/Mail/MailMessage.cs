using MimeKit;
using MimeKit.Cryptography;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Mail;

/// <summary>A message as it is read: what its author wrote, and what it names.</summary>
/// <param name="Id">Its id, when it has one.</param>
/// <param name="Answers">The ids of the messages that it answers, oldest first.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Author">The name of its author, or the address.</param>
/// <param name="At">When it was written.</param>
/// <param name="Markdown">What the author wrote, without the history that an answer quotes.</param>
/// <param name="Attachments">The names of the files that came with it.</param>
internal sealed record MailMessage(
    string? Id, IReadOnlyList<string> Answers, string? Subject, string? Author, DateTimeOffset? At, string Markdown, IReadOnlyList<string> Attachments)
{
    private const int MaxAttachments = 20;
    private const int MaxReferences = 200;
    private const string PgpMark = "-----BEGIN PGP MESSAGE-----";

    /// <summary>Gets what tells the message from others, as long as it is not changed.</summary>
    public string Key => Answers.Count > 0 ? Answers[0] : Id ?? $"{Subject}\n{Author}\n{At:O}";

    /// <summary>Reads what a parser made of a message.</summary>
    /// <exception cref="LoadRefusedException">The message is encrypted, or is none.</exception>
    public static MailMessage Read(MimeMessage message, bool isFromMailbox)
    {
        if (message.From.Count == 0 && message.Subject is null && message.MessageId is null)
        {
            throw new LoadRefusedException(LoadOutcome.Damaged);
        }

        RefuseEncrypted(message);
        string[] answers = [.. message.References.Append(message.InReplyTo).OfType<string>().Distinct(StringComparer.Ordinal).Take(MaxReferences)];
        var author = message.From.Mailboxes.FirstOrDefault();
        return new MailMessage(
            message.MessageId,
            answers,
            message.Subject,
            string.IsNullOrWhiteSpace(author?.Name) ? author?.Address : author.Name,
            message.Date == DateTimeOffset.MinValue ? null : message.Date,
            BodyOf(message, answers.Length > 0, isFromMailbox),
            [.. message.Attachments.Select(NameOf).OfType<string>().Take(MaxAttachments)]);
    }

    private static string BodyOf(MimeMessage message, bool isAnswer, bool isFromMailbox)
    {
        var text = message.TextBody;
        if (!string.IsNullOrWhiteSpace(text))
        {
            text = isFromMailbox ? PlainMail.Unquote(text) : text;
            return PlainMail.ToMarkdown(isAnswer ? QuotedHistory.Remove(text) : text);
        }

        return message.HtmlBody is { } html && !string.IsNullOrWhiteSpace(html) ? HtmlMail.ToMarkdown(html, isAnswer) : string.Empty;
    }

    private static string? NameOf(MimeEntity attachment)
        => attachment switch
        {
            MimePart part => part.FileName,
            MessagePart { Message.Subject: { } subject } => subject,
            _ => null,
        };

    private static void RefuseEncrypted(MimeMessage message)
    {
        var kind = message.Body switch
        {
            MultipartEncrypted => "PGP",
            { ContentType: var type } when type.IsMimeType("application", "pkcs7-mime") || type.IsMimeType("application", "x-pkcs7-mime") => "S/MIME",
            TextPart part when part.Text.AsSpan().TrimStart().StartsWith(PgpMark) => "PGP",
            _ => null,
        };
        if (kind is not null)
        {
            throw new LoadRefusedException(LoadOutcome.Encrypted, kind);
        }
    }
}

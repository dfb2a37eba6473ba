using System.Globalization;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Mail;

/// <summary>Writes a thread as a document: a section for each message.</summary>
internal static class MailThreadWriter
{
    public static ExtractedText Write(IReadOnlyList<MailMessage> thread)
    {
        var builder = new MarkdownTextBuilder();
        foreach (var message in thread.Where(message => message.Markdown.Length > 0 || message.Attachments.Count > 0))
        {
            builder.Heading(2, HeadingOf(message));
            builder.Lines(message.Markdown);
            if (message.Attachments.Count > 0)
            {
                builder.Paragraph($"Attachments: {string.Join(", ", message.Attachments)}");
            }
        }

        var first = thread[0];
        var subject = MarkdownTextBuilder.Clean(first.Subject ?? string.Empty);
        return new ExtractedText(builder.ToString(), TextFormat.Markdown)
        {
            Title = subject.Length == 0 ? null : subject,
            Owner = first.Author is { } author ? MarkdownTextBuilder.Clean(author) : null,
            Effective = thread.Max(message => message.At) is { } last ? DateOnly.FromDateTime(last.DateTime) : null,
            Kind = DocumentKind.Mail,
        };
    }

    private static string HeadingOf(MailMessage message)
    {
        var at = message.At?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return string.Join(", ", new[] { message.Author, at }.OfType<string>()) is { Length: > 0 } heading ? heading : "Message";
    }
}

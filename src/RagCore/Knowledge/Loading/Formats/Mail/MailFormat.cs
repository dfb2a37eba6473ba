using System.Security.Cryptography;
using System.Text;
using MimeKit;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Mail;

/// <summary>
/// Mail: one message as a document, a mailbox as one document for each thread with a section for each message. Attachments are named and not
/// read, nothing is decrypted, fetched or verified.
/// </summary>
internal sealed class MailFormat : IDocumentFormat
{
    private const string Mailbox = ".mbox";
    private const int MaxNesting = 16;

    public IReadOnlyList<string> Extensions { get; } = [".eml", Mailbox];

    public FileContainer Container => FileContainer.Other;

    public Extraction Read(FormatInput input)
    {
        if (input.Bytes.Span.Contains((byte)0))
        {
            throw new LoadRefusedException(LoadOutcome.Binary);
        }

        try
        {
            return input.Path.EndsWith(Mailbox, StringComparison.OrdinalIgnoreCase) ? ReadMailbox(input) : ReadMessage(input);
        }
        catch (FormatException)
        {
            throw new LoadRefusedException(LoadOutcome.Damaged);
        }
    }

    private static Extraction ReadMessage(FormatInput input)
    {
        using var stream = input.Open();
        using var message = Parser(stream, MimeFormat.Entity).ParseMessage();
        return Extraction.Of(MailThreadWriter.Write([MailMessage.Read(message, isFromMailbox: false)]));
    }

    private static Extraction ReadMailbox(FormatInput input)
    {
        using var stream = input.Open();
        var parser = Parser(stream, MimeFormat.Mbox);
        var (threads, refused) = (new MailThreads(), new List<RefusedPart>());
        for (var number = 1; !parser.IsEndOfStream; number++)
        {
            if (number > LoadLimits.MaxEntries)
            {
                throw new LoadRefusedException(LoadOutcome.TooLong);
            }

            try
            {
                using var message = parser.ParseMessage();
                threads.Add(MailMessage.Read(message, isFromMailbox: true));
            }
            catch (LoadRefusedException fault)
            {
                refused.Add(new RefusedPart($"message {number}", fault.Outcome, fault.Detail));
            }
        }

        return new Extraction([.. threads.All.Select(thread => MailThreadWriter.Write(thread) with { Part = NameOf(thread) })], refused);
    }

    private static MimeParser Parser(Stream stream, MimeFormat format)
        => new(new ParserOptions { MaxMimeDepth = MaxNesting, MaxAddressGroupDepth = MaxNesting }, stream, format, persistent: true);

    /// <summary>The name stays when the mailbox grows.</summary>
    private static string NameOf(IReadOnlyList<MailMessage> thread)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(thread[0].Key)).AsSpan(0, 8));
}

using System.Text;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Loading;

/// <summary>Mail: what its author wrote, once.</summary>
public sealed class MailTests
{
    private const string Head = "From: Ann Smith <ann@example.com>\nSubject: Laptops\nDate: Mon, 03 Mar 2025 09:00:00 +0100\nMessage-ID: <m1@example.com>\n";
    private const string Answer = Head + "In-Reply-To: <m0@example.com>\n";

    private static readonly KnowledgeSource Source = new("/tmp", "Mail", TenantId.Default, ["everyone"], BaseUrl: null, IdPrefix: string.Empty);

    [Fact]
    public void A_message_is_a_document_with_its_subject_author_and_date()
    {
        var document = Body(Head, "They are replaced after four years.\n");

        Assert.Equal("Laptops", document.Title);
        Assert.Equal("Ann Smith", document.Owner);
        Assert.Equal(new DateOnly(2025, 3, 3), document.Effective);
        Assert.Equal(DocumentKind.Mail, document.Kind);
        Assert.Equal("## Ann Smith, 2025-03-03 09:00\n\nThey are replaced after four years.\n\n", document.Text);
    }

    [Theory]
    [InlineData("Yes.\n\nOn Monday, Rui wrote:\n\n> Are they replaced?\n> When?\n", "Yes.")]
    [InlineData("Yes.\n\nOn Monday, 3 March 2025,\nRui <rui@example.com> wrote:\n\n> Are they?\n\n> When?\n", "Yes.")]
    [InlineData("Yes.\n\nAm Montag schrieb Rui:\n> Wirklich?\n", "Yes.")]
    [InlineData("Yes.\n\n-----Original Message-----\nFrom: Rui\n\nAre they?\n", "Yes.")]
    [InlineData("Ja.\n\nVon: Rui Costa\nGesendet: Montag, 3. März 2025\nAn: Ann\nBetreff: Laptops\n\nWirklich?\n", "Ja.")]
    [InlineData("> When?\n\nAfter four years.\n\n> a\n> b\n> c\n> d\n\nThat is all.\n", "> When?\n\nAfter four years.\n\n\nThat is all.")]
    [InlineData("Look.\n\n-----Forwarded Message-----\nFrom: Eva\nDate: Monday\n\nThe store closes.\n", "Look.\n\n-----Forwarded Message-----\nFrom: Eva\nDate: Monday\n\nThe store closes.")]
    [InlineData("> Only a quote\n> and nothing else.\n", "> Only a quote\n> and nothing else.")]
    [InlineData("Write it as follows:\n\nFrom: the desk\n\nand send it.\n", "Write it as follows:\n\nFrom: the desk\n\nand send it.")]
    public void An_answer_is_read_without_the_history_it_quotes(string body, string expected)
        => Assert.Equal("## Ann Smith, 2025-03-03 09:00\n\n" + expected + "\n\n", Body(Answer, body).Text);

    [Fact]
    public void What_the_first_message_of_a_thread_quotes_stays()
        => Assert.Contains("> From the manual:", Body(Head, "See here.\n\n> From the manual:\n> press\n> the\n> red button\n").Text, StringComparison.Ordinal);

    [Fact]
    public void A_mailbox_is_read_by_threads_whatever_the_order_of_its_messages()
    {
        var parts = DocumentLoader.Load(Source, "all.mbox", Bytes(
            "From - Mon Mar  3 09:00:00 2025\n" + Answer.Replace("m1@", "m2@", StringComparison.Ordinal).Replace("03 Mar", "04 Mar", StringComparison.Ordinal) + "\nAfter four years.\n\n"
            + "From - Mon Mar  3 09:00:00 2025\n" + Head.Replace("m1@", "m0@", StringComparison.Ordinal) + "\nWhen are they replaced?\n>From the start?\n\n"
            + "From - Mon Mar  3 09:00:00 2025\n" + Head.Replace("Laptops", "Parking", StringComparison.Ordinal) + "\nIt is free.\n")).Flatten();

        Assert.Equal(["Laptops", "Parking"], parts.Select(part => part.Document?.Title));
        Assert.Equal(
            "## Ann Smith, 2025-03-03 09:00\n\nWhen are they replaced?\nFrom the start?\n\n## Ann Smith, 2025-03-04 09:00\n\nAfter four years.\n\n", parts[0].Document?.Text);
        Assert.Equal(2, parts.Select(part => part.DocumentId).Distinct().Count());
    }

    [Theory]
    [InlineData("Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIIB\n", "S/MIME")]
    [InlineData("Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n--b\nContent-Type: application/octet-stream\n\nx\n--b--\n", "PGP")]
    [InlineData("\n-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n", "PGP")]
    public void An_encrypted_message_is_refused_with_the_way_to_mend_it(string rest, string kind)
    {
        var result = DocumentLoader.Load(Source, "a.eml", Bytes(Head + rest));

        Assert.Equal(LoadOutcome.Encrypted, result.Outcome);
        Assert.Contains($"encrypted ({kind})", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Attachments_are_named_and_not_read()
    {
        const string mixed = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee the plan.\n--b\nContent-Type: text/plain; name=plan.txt\n"
            + "Content-Disposition: attachment; filename=plan.txt\n\nThe secret plan.\n--b--\n";

        var text = DocumentLoader.Load(Source, "a.eml", Bytes(Head + mixed)).Document!.Text;

        Assert.Contains("See the plan.\n\nAttachments: plan.txt", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a message at all", LoadOutcome.Damaged)]
    [InlineData("\n\n\n", LoadOutcome.Damaged)]
    [InlineData("From: a@example.com\n\n", LoadOutcome.Empty)]
    [InlineData("From: a@example.com\n\n\0\0", LoadOutcome.Binary)]
    public void What_is_no_message_has_an_outcome(string text, LoadOutcome expected)
        => Assert.Equal(expected, DocumentLoader.Load(Source, "a.eml", Bytes(text)).Outcome);

    [Fact]
    public void Parts_inside_parts_end_at_a_bound()
    {
        var text = new StringBuilder(Head);
        for (var depth = 0; depth < 5_000; depth++)
        {
            text.Append($"Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n");
        }

        Assert.Contains(DocumentLoader.Load(Source, "deep.eml", Bytes(text + "\nhello\n")).Outcome, (LoadOutcome[])[LoadOutcome.Empty, LoadOutcome.Loaded]);
    }

    private static Document Body(string head, string body) => DocumentLoader.Load(Source, "a.eml", Bytes(head + "\n" + body)).Document!;

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

using ChatOpsBot.RagCore.Answering.Citations;
using ChatOpsBot.RagCore.Answering.Generation;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using FsCheck;
using FsCheck.Fluent;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Citations;

/// <summary>A hostile generator drafts whatever it likes; what comes out is still true to the passages.</summary>
public sealed class CitationVerifierProperties
{
    private static readonly string[] Texts =
    [
        "# Leave\n\nEmployees get 27 days. Contractors do **not** receive paid leave.\n\n- Up to five days are carried over\n- By 31 March\n",
        "| City | Dinner |\n|---|---|\n| Lisbon | €30 |\n| São Paulo | €34 |\n\nLimits are per person – drinks included.\n",
        "ERR_4012 means the certificate has expired. Run `renew --now` within 90 minutes. e\u0301 é ﬁ １２",
    ];

    private static readonly Passage[] Passages =
    [
        TestDocuments.Whole(TestDocuments.Markdown("0.md", "Leave 2025", Texts[0]), "Leave"),
        TestDocuments.Whole(TestDocuments.Markdown("1.md", "Meals", Texts[1])),
        TestDocuments.Whole(TestDocuments.Plain("2.txt", "Codes", Texts[2])),
    ];

    private static readonly Gen<string> Spans =
        from text in Gen.Elements(Texts)
        from start in Gen.Choose(0, text.Length - 1)
        from length in Gen.Choose(0, 60)
        select text.Substring(start, Math.Min(length, text.Length - start));

    private static readonly Gen<string> Quotes = Gen.OneOf(Spans, Spans.SelectMany(Mutate), ArbMap.Default.GeneratorFor<string>().Select(text => text ?? string.Empty));

    private static readonly Gen<AnswerDraft> Drafts =
        from statements in Gen.Choose(0, 50).SelectMany(count => Statement().ListOf(count))
        select new AnswerDraft([.. statements], 1, AnswerMode.Model);

    [Fact]
    public void Whatever_is_drafted_every_citation_stands_in_a_passage_that_was_handed_in()
        => Check(draft =>
        {
            var verified = CitationVerifier.Verify(draft, Passages);

            return verified.Citations.All(citation => Passages.Any(passage =>
                passage.Chunk.Document.Id == citation.Document
                && passage.Chunk.Start <= citation.Start
                && citation.Start < citation.End
                && citation.End <= passage.Chunk.End
                && passage.Chunk.Document.Text[citation.Start..citation.End] == citation.Quote));
        });

    [Fact]
    public void Whatever_is_drafted_numbers_have_no_gaps_and_every_statement_has_one()
        => Check(draft =>
        {
            var verified = CitationVerifier.Verify(draft, Passages);
            var used = verified.Statements.SelectMany(statement => statement.Citations).ToList();

            return verified.Citations.Select(citation => citation.Number).SequenceEqual(Enumerable.Range(1, verified.Citations.Count))
                && verified.Statements.All(statement => statement.Citations.Count > 0)
                && used.Distinct().SequenceEqual(verified.Citations.Select(citation => citation.Number))
                && verified.Statements.Count + verified.Dropped == draft.Statements.Count;
        });

    [Fact]
    public void A_quote_with_a_letter_or_digit_changed_never_supports_what_it_says()
        => Check(
            from passage in Gen.Choose(1, 3)
            from start in Gen.Choose(0, Texts[passage - 1].Length - 12)
            from at in Gen.Choose(start, start + 11)
            let text = Texts[passage - 1]
            where char.IsAsciiLetterOrDigit(text[at])
            let quote = string.Concat(text.AsSpan(start, at - start), "Ж", text.AsSpan(at + 1, start + 12 - at - 1))
            select new AnswerDraft([new DraftStatement("It is so.", [new DraftQuote(passage, quote)])], 1, AnswerMode.Model),
            draft => CitationVerifier.Verify(draft, Passages).Statements.Count == 0);

    private static Gen<DraftStatement> Statement() =>
        from text in Quotes
        from count in Gen.Choose(0, 3)
        from quotes in Quote().ListOf(count)
        select new DraftStatement(text, [.. quotes]);

    private static Gen<DraftQuote> Quote() =>
        from passage in Gen.Choose(-1, 5)
        from text in Quotes
        select new DraftQuote(passage, text);

    private static Gen<string> Mutate(string text) =>
        from at in Gen.Choose(0, Math.Max(0, text.Length - 1))
        from change in Gen.Elements("", "7", "not ", "а", "\u200B", "\u0301", "…", "**", "|", "\uD83D")
        select text.Length == 0 ? change : string.Concat(text.AsSpan(0, at), change, text.AsSpan(at + 1));

    private static void Check(Func<AnswerDraft, bool> property) => Check(Drafts, property);

    private static void Check(Gen<AnswerDraft> drafts, Func<AnswerDraft, bool> property)
        => Prop.ForAll(drafts.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
}

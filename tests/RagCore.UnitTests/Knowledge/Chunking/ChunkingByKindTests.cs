using ChatOpsBot.RagCore.Answering.Sentences;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Chunking;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Chunking;

/// <summary>Each kind of document is cut where a person would cut it.</summary>
public sealed class ChunkingByKindTests
{
    private const string Sentence = "A sentence that says something about the rules of the house, number ";

    [Fact]
    public void A_question_in_bold_is_kept_with_its_whole_answer_and_is_the_heading_of_every_part()
    {
        const string text = "# FAQ\n\n**Can I park here?**\n\nYes, behind the house.\n\nNot on Sundays.\n\n**Who pays?**\nThe company does.\n";

        var chunks = Split(Documents.Markdown(text, title: "FAQ") with { Kind = DocumentKind.QuestionsAndAnswers });

        Assert.Equal(
            ["# FAQ", "**Can I park here?**\n\nYes, behind the house.\n\nNot on Sundays.", "**Who pays?**\nThe company does."], chunks.Select(chunk => chunk.Text));
        Assert.Equal(["", "Can I park here?", "Who pays?"], chunks.Select(chunk => string.Join(" > ", chunk.HeadingPath)));
    }

    [Theory]
    [InlineData("Q: Can I park?\nA: Yes.\n\nQ: Who pays?\nA: The company.\n")]
    [InlineData("Can I park?\n\nYes, behind the house.\n\nWho pays?\n\nThe company.\n")]
    public void A_question_of_a_plain_text_is_kept_with_its_answer(string text)
    {
        var chunks = Split(Documents.Of(text) with { Kind = DocumentKind.QuestionsAndAnswers });

        Assert.Equal(2, chunks.Count);
        Assert.All(chunks, chunk => Assert.EndsWith(".", chunk.Text, StringComparison.Ordinal));
        Assert.StartsWith("Q: Who"[..1] == text[..1] ? "Q: Who" : "Who", chunks[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_in_plain_text_is_cut_at_its_numbered_rules()
    {
        const string text = "Leave policy\n\n1. Scope\n\nAll people.\n\n2.1 Carry-over\nFive days.\n\n§ 3\n\nIn 2024 the rules changed.\n";

        var chunks = Split(Documents.Of(text) with { Kind = DocumentKind.Policy });

        Assert.Equal(["", "1. Scope", "2.1 Carry-over", "§ 3"], chunks.Select(chunk => string.Join(" > ", chunk.HeadingPath)));
    }

    [Fact]
    public void A_slide_is_one_chunk_even_when_it_has_only_a_title()
    {
        const string text = "## Results\n\n## Costs\n\n- They fell.\n\n";
        var document = Documents.Markdown(text) with { Kind = DocumentKind.Slides, Places = [new PlaceMark(0, "slide 1"), new PlaceMark(12, "slide 2")] };

        Assert.Equal(["## Results", "## Costs\n\n- They fell."], Split(document).Select(chunk => chunk.Text));
        Assert.Equal(["slide 1", "slide 2"], Split(document).Select(chunk => chunk.Place?.Label));
    }

    [Fact]
    public void A_conversation_is_never_in_one_chunk_with_another()
    {
        const string text = "# #it, 2024-05-01\n\n**Ann** (08:00): Printer?\n\n**Rui** (08:01): Third floor.\n\n**Eva** (11:00): Lunch?\n\n";
        var second = text.IndexOf("**Eva", StringComparison.Ordinal);
        var document = Documents.Markdown(text, title: "#it, 2024-05-01") with
        {
            Kind = DocumentKind.Chat,
            Places = [new PlaceMark(text.IndexOf("**Ann", StringComparison.Ordinal), "08:00"), new PlaceMark(second, "11:00")],
        };

        var chunks = Split(document);

        Assert.Equal([0, second], chunks.Select(chunk => chunk.Start));
        Assert.EndsWith("Third floor.", chunks[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_paragraph_that_is_cut_repeats_one_sentence_and_no_other_text_is_repeated()
    {
        var text = "# Rules\n\n" + string.Join(' ', Enumerable.Range(100, 60).Select(number => $"{Sentence}{number}."));

        var chunks = Split(Documents.Markdown(text, title: "Rules"));

        Assert.True(chunks.Count > 2);
        foreach (var (before, after) in chunks.Zip(chunks.Skip(1)))
        {
            var shared = text[after.Start..before.End];
            Assert.StartsWith(Sentence, shared, StringComparison.Ordinal);
            Assert.Equal(1, shared.Count(character => character == '.'));
        }
    }

    [Fact]
    public void Paragraphs_that_fit_share_nothing()
    {
        var text = string.Concat(Enumerable.Range(100, 60).Select(number => $"{Sentence}{number}.\n\n"));

        var chunks = Split(Documents.Markdown(text));

        Assert.All(chunks.Zip(chunks.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
    }

    [Fact]
    public void A_list_begins_in_the_chunk_of_the_sentence_that_introduces_it_and_its_other_parts_know_that_sentence()
    {
        const string lead = "These are the things to bring on your first day in the office:";
        var text = string.Concat(Enumerable.Repeat(Sentence + "1. ", 14)) + "\n\n" + lead + "\n\n" + string.Concat(Enumerable.Repeat("- a thing that has to be brought by everybody\n", 60));

        var drafts = DocumentChunker.Split(Documents.Markdown(text));

        var first = drafts.Single(draft => draft.Chunk.Text.Contains(lead, StringComparison.Ordinal));
        Assert.Contains(lead + "\n\n- a thing", first.Chunk.Text, StringComparison.Ordinal);
        var rest = drafts.Where(draft => draft.Chunk.Start > first.Chunk.Start).ToList();
        Assert.NotEmpty(rest);
        Assert.All(rest, draft => Assert.Equal(lead, text[draft.LeadIn!.Value.Start..draft.LeadIn.Value.End]));
    }

    [Fact]
    public void Code_that_fits_is_kept_whole_and_longer_code_is_cut_between_lines()
    {
        var fitting = "```\n" + string.Concat(Enumerable.Repeat("kubectl get pods --all\n", 55)) + "```";
        var longer = "```\n" + string.Concat(Enumerable.Repeat("kubectl get pods. And --all\n", 120)) + "```";

        var chunks = Split(Documents.Markdown($"{Sentence}1.\n\n{fitting}\n\n{Sentence}2.\n\n{longer}\n"));

        Assert.Contains(chunks, chunk => chunk.Text.Contains(fitting, StringComparison.Ordinal));
        Assert.All(chunks, chunk => Assert.True(chunk.Start == 0 || chunk.Document.Text[chunk.Start - 1] == '\n'));
        Assert.All(chunks.Zip(chunks.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
    }

    [Fact]
    public void The_sentence_that_two_chunks_share_has_one_span()
    {
        var text = string.Join(' ', Enumerable.Range(100, 60).Select(number => $"{Sentence}{number}."));
        var document = Documents.Markdown(text);
        var chunks = Split(document);

        var spans = chunks.SelectMany(chunk => SentenceReader.Read(document, chunk.Start, chunk.End)).Select(sentence => (sentence.Start, sentence.End)).ToList();

        Assert.Equal(60, spans.Distinct().Count());
        Assert.Equal(60 + chunks.Count - 1, spans.Count);
    }

    private static List<Chunk> Split(Document document) => [.. DocumentChunker.Split(document).Select(draft => draft.Chunk)];
}

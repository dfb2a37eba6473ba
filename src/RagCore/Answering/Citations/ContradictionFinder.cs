using ChatOpsBot.RagCore.Answering.Citations.Claims;
using ChatOpsBot.RagCore.Answering.Sentences;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Citations;

/// <summary>
/// Looks whether another document among the passages says otherwise than a sentence the answer stands on. Says so only when it is plain:
/// the same words about the same thing with one other number, or the same words denied. What is superseded has a note of its own.
/// </summary>
internal static class ContradictionFinder
{
    // More than this is no help to anybody who has to decide which source to believe.
    private const int MostContradictions = 3;

    public static IReadOnlyList<Contradiction> Find(VerifiedAnswer verified, IReadOnlyList<Passage> passages)
    {
        var sentences = passages.Where(passage => !passage.Chunk.Document.IsSuperseded).SelectMany(Read).ToList();
        var found = new List<Contradiction>();
        foreach (var citation in verified.Citations)
        {
            var cited = sentences.Where(sentence => sentence.Chunk.Document.Id == citation.Document && sentence.Start < citation.End && citation.Start < sentence.End);
            foreach (var (said, other, values) in cited.SelectMany(said => Against(said, sentences)))
            {
                var number = verified.Citations.Count + 1 + found.Select(one => one.Other.Number).Where(used => used > verified.Citations.Count).Distinct().Count();
                var known = verified.Citations.Concat(found.Select(one => one.Other)).FirstOrDefault(one => one.Document == other.Chunk.Document.Id && one.Start < other.End && other.Start < one.End);
                var contradiction = new Contradiction(citation, known ?? CitationLedger.Cite(number, new LocatedQuote(other.Chunk, other.Start, other.End)), values);
                if (!found.Exists(one => IsSame(one, contradiction)))
                {
                    found.Add(contradiction);
                }

                if (found.Count == MostContradictions)
                {
                    return found;
                }
            }
        }

        return found;
    }

    /// <summary>Returns the answer with the citations that contradict it behind its own, and what the person is told of them.</summary>
    public static (VerifiedAnswer Verified, IReadOnlyList<string> Notes) Add(VerifiedAnswer verified, IReadOnlyList<Contradiction> contradictions, Phrases words)
    {
        var added = contradictions.Select(one => one.Other).Where(other => other.Number > verified.Citations.Count).DistinctBy(other => other.Number);
        return (verified with { Citations = [.. verified.Citations, .. added] }, [.. contradictions.Select(one => one.Note(words))]);
    }

    private static bool IsSame(Contradiction left, Contradiction right)
        => (left.Said.Number, left.Other.Number) == (right.Said.Number, right.Other.Number) || (left.Said.Number, left.Other.Number) == (right.Other.Number, right.Said.Number);

    private static IEnumerable<(ReadSentence Said, ReadSentence Other, (string Said, string Other)? Values)> Against(ReadSentence said, List<ReadSentence> sentences)
    {
        foreach (var other in sentences.Where(other => other.Chunk.Document.Id != said.Chunk.Document.Id && other.Language == said.Language))
        {
            if (Disagreement.Between(said, other) is { } disagreement)
            {
                yield return (said, other, disagreement.Values);
            }
        }
    }

    private static IEnumerable<ReadSentence> Read(Passage passage)
    {
        var (chunk, document) = (passage.Chunk, passage.Chunk.Document);
        var language = LanguageDetector.OfTag(document.Language) ?? LanguageDetector.Detect(chunk.Text) ?? TextLanguage.English;
        var above = Reading.Of(string.Join(" · ", [document.Title, .. chunk.HeadingPath]), language);
        return SentenceReader.Read(document, chunk.Start, chunk.End)
            .Select(sentence => new ReadSentence(chunk, sentence.Start, sentence.End, language, Reading.Of(sentence.Text, language), above));
    }
}

/// <summary>A sentence of a passage, taken apart.</summary>
/// <param name="Chunk">The passage.</param>
/// <param name="Start">First character in the document.</param>
/// <param name="End">First character after it.</param>
/// <param name="Language">Its language.</param>
/// <param name="Said">What it says.</param>
/// <param name="Above">What is written above it.</param>
internal sealed record ReadSentence(Chunk Chunk, int Start, int End, TextLanguage Language, Reading Said, Reading Above)
{
    /// <summary>Gets the terms that say what it is about.</summary>
    public HashSet<string> About { get; } = [.. Said.Terms.Where(term => !term.IsLittle).Select(term => term.Term)];
}

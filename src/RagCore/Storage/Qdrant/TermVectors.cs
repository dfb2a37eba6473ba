using System.Numerics;
using ChatOpsBot.RagCore.Knowledge.Analysis;
using ChatOpsBot.RagCore.Knowledge.Chunking;
using ChatOpsBot.RagCore.Knowledge.Lexical;

namespace ChatOpsBot.RagCore.Storage.Qdrant;

/// <summary>
/// BM25 as sparse vectors. A term is a dimension; its value in a chunk is the saturated frequency, and the server multiplies with the inverse document
/// frequency that it knows.
/// </summary>
internal static class TermVectors
{
    private const int MaxQuestionLength = 4000;
    private const int MaxQuestionTerms = 64;

    // Chunks are cut to about equal lengths, so a constant serves as their average; what was written would otherwise depend on what was written before.
    private const float AverageLength = 130;

    private const uint HashStart = 2166136261;
    private const uint HashStep = 16777619;

    /// <summary>Returns the vector of a chunk: its words, those of the headings above it, of the title, and of the table it continues.</summary>
    public static SparseVector OfChunk(ChunkDraft draft)
    {
        var (document, chunk) = (draft.Chunk.Document, draft.Chunk);
        var frequencies = new SortedDictionary<uint, float>();
        var language = LanguageDetector.Detect(chunk.Text) ?? LanguageDetector.OfTag(document.Language) ?? TextLanguage.English;
        var length = Add(frequencies, chunk.Text, language, 1);
        Add(frequencies, document.Title, language, Bm25.TitleWeight);
        foreach (var heading in chunk.HeadingPath)
        {
            Add(frequencies, heading, language, Bm25.HeadingWeight);
        }

        if (draft.LeadIn is { } header && header.Start < chunk.Start)
        {
            Add(frequencies, document.Text.Substring(header.Start, header.Length), language, 1);
        }

        var norm = Bm25.Norm(length, AverageLength);
        return new SparseVector([.. frequencies.Keys], [.. frequencies.Values.Select(frequency => Bm25.Saturate(frequency, norm))]);
    }

    /// <summary>Returns the vector of a question: its words without those that say nothing, unless there are no others. Null when there are no words.</summary>
    public static SparseVector? OfQuestion(string question)
    {
        var text = question[..Math.Min(question.Length, MaxQuestionLength)];
        var terms = TextAnalyzer.Analyze(text).Select(token => token.Term).ToArray();
        var chosen = QuestionLanguages.Choose([.. terms.Select(term => QuestionLanguages.MaskOf(term))], terms.Count(TextAnalyzer.IsStopWord));
        var language = chosen == 0 ? TextLanguage.English : (TextLanguage)(BitOperations.TrailingZeroCount(chosen) + 1);
        var inLanguage = TextAnalyzer.Analyze(text, language).Select(token => token.Term);
        var telling = terms.Zip(inLanguage)
            .Where(pair => !TextAnalyzer.IsStopWord(pair.First) && (QuestionLanguages.MaskOf(pair.First) & chosen) == 0)
            .SelectMany(pair => Forms(pair.First, pair.Second))
            .ToArray();
        var weights = (telling.Length > 0 ? telling : terms).Take(MaxQuestionTerms).CountBy(IndexOf).OrderBy(pair => pair.Key).ToArray();
        return weights.Length == 0 ? null : new SparseVector([.. weights.Select(pair => pair.Key)], [.. weights.Select(pair => (float)pair.Value)]);
    }

    /// <summary>Returns the dimension of a term: the same in every process and release (FNV-1a, stirred).</summary>
    public static uint IndexOf(string term)
    {
        var hash = HashStart;
        foreach (var character in term)
        {
            hash = (hash ^ (character & 0xFFu)) * HashStep;
            hash = (hash ^ ((uint)character >> 8)) * HashStep;
        }

        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }

    /// <summary>Adds the terms of a text, and beside them those of its language: a question of two words does not say which it is in.</summary>
    private static int Add(SortedDictionary<uint, float> frequencies, string text, TextLanguage language, int weight)
    {
        var tokens = TextAnalyzer.Analyze(text);
        var inLanguage = language == TextLanguage.English ? tokens : TextAnalyzer.Analyze(text, language);
        foreach (var term in tokens.Zip(inLanguage).SelectMany(pair => Forms(pair.First.Term, pair.Second.Term)))
        {
            var index = IndexOf(term);
            frequencies[index] = frequencies.GetValueOrDefault(index) + weight;
        }

        return tokens.Count;
    }

    private static string[] Forms(string term, string inLanguage)
        => string.Equals(term, inLanguage, StringComparison.Ordinal) || TextAnalyzer.IsStopWord(inLanguage) ? [term] : [term, inLanguage];
}

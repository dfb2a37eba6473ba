using System.Collections.Frozen;
using ChatOpsBot.RagCore.Answering.Sentences;
using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Citations;

/// <summary>What a sentence denies, and whether a statement denies the same.</summary>
internal static class Negation
{
    // How many meaningful words after "not" it is taken to speak of.
    private const int Reach = 4;

    private static readonly FrozenSet<string> Marks = FrozenSet.Create(
        StringComparer.Ordinal, "not", "no", "never", "none", "neither", "nor", "cannot", "without", "nobody", "nothing", "can't", "don't", "doesn't",
        "isn't", "aren't", "won't", "wasn't", "weren't", "didn't", "hasn't", "haven't", "shouldn't", "mustn't", "wouldn't", "couldn't", "needn't");

    // "no later than 30 days" sets a limit, it denies nothing.
    private static readonly FrozenSet<string> Comparisons = FrozenSet.Create(
        StringComparer.Ordinal, "later", "more", "less", "fewer", "earlier", "only", "least", "longer", "sooner");

    /// <summary>Says whether every sentence of the statement has a counterpart in the evidence that denies the same and affirms the same.</summary>
    public static bool Agrees(string statement, string evidence)
    {
        var sentences = Sentences(evidence);
        return Sentences(statement).All(said => Agrees(said, sentences));
    }

    private static bool Agrees(Clause said, List<Clause> evidence)
    {
        if (evidence.Count == 0)
        {
            return said.Denied.Count == 0;
        }

        var best = evidence.Max(clause => clause.Shares(said));
        return evidence.Any(clause => clause.Shares(said) == best && SameSide(said, clause));
    }

    private static bool SameSide(Clause said, Clause evidence)
        => Covers(said, evidence) && said.Denied.All(scope => evidence.Denied.Any(other => scope.Count == 0 || scope.Overlaps(other)));

    // What the evidence denies must not be said as if it were so.
    private static bool Covers(Clause said, Clause evidence)
        => evidence.Denied.All(scope => scope.Count == 0
            || scope.Count(said.Terms.Contains) * 2 < scope.Count
            || said.Denied.Any(other => other.Overlaps(scope)));

    private static List<Clause> Sentences(string text)
    {
        var clauses = from line in text.Split('\n')
                      let visible = InvisibleCharacters.Remove(line).Trim()
                      from range in SentenceSplitter.Split(visible)
                      select Clause.Read(visible[range.From..range.To]);
        return [.. clauses.Where(clause => clause.Terms.Count > 0 || clause.Denied.Count > 0)];
    }

    private sealed record Clause(HashSet<string> Terms, List<HashSet<string>> Denied)
    {
        public static Clause Read(string sentence)
        {
            var terms = new HashSet<string>(StringComparer.Ordinal);
            var denied = new List<HashSet<string>>();
            var tokens = TextAnalyzer.Analyze(sentence);
            for (var at = 0; at < tokens.Count; at++)
            {
                if (IsMark(sentence, tokens, at))
                {
                    denied.Add(Scope(tokens, at + 1));
                }
                else if (!TextAnalyzer.IsStopWord(tokens[at].Term))
                {
                    terms.Add(tokens[at].Term);
                }
            }

            return new Clause(terms, denied);
        }

        public int Shares(Clause other) => Terms.Count(other.Terms.Contains);

        private static bool IsMark(string sentence, IReadOnlyList<Token> tokens, int at)
        {
            var isMark = Marks.Contains(Word(sentence, tokens[at]));
            return isMark && (at + 1 >= tokens.Count || !Comparisons.Contains(Word(sentence, tokens[at + 1])));
        }

        private static string Word(string sentence, Token token)
            => sentence[token.Start..token.End].ToLowerInvariant().Replace('’', '\'');

        private static HashSet<string> Scope(IReadOnlyList<Token> tokens, int from) => tokens
            .Skip(from)
            .Select(token => token.Term)
            .Where(term => !TextAnalyzer.IsStopWord(term))
            .Take(Reach)
            .ToHashSet(StringComparer.Ordinal);
    }
}

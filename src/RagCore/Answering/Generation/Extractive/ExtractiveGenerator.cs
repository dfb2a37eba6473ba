using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Answering.Abstention;
using ChatOpsBot.RagCore.Answering.Sentences;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;

namespace ChatOpsBot.RagCore.Answering.Generation.Extractive;

/// <summary>Answers with sentences of the passages themselves.</summary>
internal sealed class ExtractiveGenerator(ITermStatistics statistics, ScoringWeights weights) : IAnswerGenerator, ISupportMeasure
{
    private const int MostStatements = 3;

    // A further sentence is said only when it is about as good: one good sentence is better than three mediocre ones.
    private const double AboutAsGood = 0.8;
    // No analyzer makes this term, so no document holds it.
    private const string UnknownWord = "\u0000";

    private const double TrustWithForeignCode = 0.75;
    private const double TrustWithForeignName = 0.85;
    private const double NearlyTheSame = 0.75;
    private const double EnoughOfTheQuestion = 0.5;

    public Task<AnswerDraft> GenerateAsync(GenerationRequest request, IDraftSink sink, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Generate(request.Question, request.Passages, request.Access));
    }

    public double SupportOf(string question, IReadOnlyList<Passage> passages, AccessFilter access) => Generate(question, passages, access).Support;

    private AnswerDraft Generate(string question, IReadOnlyList<Passage> passages, AccessFilter access)
        => Generate(question, passages, term => statistics.RarityOf(term, access));

    private AnswerDraft Generate(string question, IReadOnlyList<Passage> passages, Func<string, double> rarity)
    {
        var read = passages.Select((passage, index) => new ReadPassage(passage, index + 1)).ToList();
        var profile = WordVariants.Widen(QuestionProfile.Read(question, rarity), read, rarity(UnknownWord));
        var scorer = new SentenceScorer(question, profile, QuestionNames.Read(profile, read), FormerRules.AreAskedFor(profile, passages), weights);
        var best = passages.Count == 0 ? 0 : passages.Max(passage => passage.Score);
        var ranked = read
            .SelectMany(passage => scorer.Score(passage, best))
            .OrderByDescending(sentence => sentence.Score)
            .ThenBy(sentence => sentence.Passage.Number)
            .ThenBy(sentence => sentence.Index)
            .ToList();
        return ranked.Count == 0 || !profile.IsAboutSomething
            ? AnswerDraft.Empty(AnswerMode.Extractive)
            : new AnswerDraft(Say(profile, Choose(profile, ranked)), SupportOf(profile, ranked[0], best), AnswerMode.Extractive);
    }

    // A code or year that the passage does not know makes it a passage about something else.
    private double SupportOf(QuestionProfile profile, ScoredSentence best, double passageScore)
    {
        var trust = profile.Terms.Any(term => term.IsExact && !best.Passage.Mentions(term)) ? TrustWithForeignCode
            : profile.Terms.Any(term => term.IsName && !best.Passage.Touches(term)) ? TrustWithForeignName
            : 1;
        return trust * weights.Support(best.Coverage, passageScore / Math.Max(profile.TotalWeight, double.Epsilon));
    }

    private static IReadOnlyList<DraftStatement> Say(QuestionProfile profile, List<ScoredSentence> chosen)
    {
        if (profile.Kind == AnswerKind.Steps && QuoteSpan.Steps(chosen[0]) is { } steps)
        {
            return [steps];
        }

        return [.. chosen
            .OrderBy(sentence => chosen.FindIndex(other => other.Passage == sentence.Passage))
            .ThenBy(sentence => sentence == chosen[0] ? 0 : 1)
            .ThenBy(sentence => sentence.Index)
            .Select(sentence => sentence == chosen[0] ? QuoteSpan.Around(sentence, chosen, MostStatements) : QuoteSpan.Of(sentence))];
    }

    private static List<ScoredSentence> Choose(QuestionProfile profile, List<ScoredSentence> ranked)
    {
        var chosen = new List<ScoredSentence> { ranked[0] };
        foreach (var sentence in ranked.Skip(1).TakeWhile(sentence => sentence.Score >= AboutAsGood * ranked[0].Score))
        {
            if (chosen.Count == MostStatements)
            {
                break;
            }

            var coversEnough = sentence.Coverage.Own >= EnoughOfTheQuestion * ranked[0].Coverage.Own;
            if (coversEnough && !IsRowOfAnother(profile, ranked[0], sentence) && chosen.All(other => Overlap(other.Terms, sentence.Terms) < NearlyTheSame))
            {
                chosen.Add(sentence);
            }
        }

        return chosen;
    }

    // Beside the row for Rotterdam, the row for Leeds is as much about dinner and answers nothing.
    private static bool IsRowOfAnother(QuestionProfile profile, ScoredSentence best, ScoredSentence other)
        => best.Passage == other.Passage
            && best.Sentence.Block is { Kind: BlockKind.TableRow, Section: var section }
            && other.Sentence.Block is { Kind: BlockKind.TableRow } block && block.Section == section
            && profile.Terms.Any(term => term.MatchIn(best.Terms) > 0 && term.MatchIn(other.Terms) == 0);

    private static double Overlap(TermBag left, TermBag right)
    {
        var shared = left.Terms.Count(right.Contains);
        return shared == 0 ? 0 : (double)shared / Math.Min(left.Terms.Count, right.Terms.Count);
    }
}

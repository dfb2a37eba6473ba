using ChatOpsBot.RagCore.Answering.Rewriting;
using ChatOpsBot.RagCore.Answering.Sentences;

namespace ChatOpsBot.RagCore.Answering.Generation.Extractive;

/// <summary>Marks the sentences of the passages for one question: a linear scorer over signs that hold for every kind of text.</summary>
internal sealed class SentenceScorer(
    string question, QuestionProfile profile, QuestionNames named, bool wantsFormer, ScoringWeights weights)
{
    // Two neighbours of the question may stand this many words apart in a sentence.
    private const int PairDistance = 3;
    private const int ShortSentence = 4;
    private const int LongSentence = 60;

    public IEnumerable<ScoredSentence> Score(ReadPassage passage, double bestPassageScore)
    {
        var around = new TermBag(passage.Sentences.Select(sentence => sentence.Text));
        var prior = bestPassageScore > 0 ? passage.Score / bestPassageScore : 0;
        var astray = weights.Qualifier * MissingQualifiers(passage, around);
        return Enumerable.Range(0, passage.Sentences.Count).Select(index => Score(passage, index, around, (weights.Prior * prior) - astray));
    }

    private ScoredSentence Score(ReadPassage passage, int index, TermBag around, double ofPassage)
    {
        var coverage = Cover(passage, index, around);
        var superseded = passage.Chunk.Document.IsSuperseded && !wantsFormer ? weights.Superseded : 0;
        var score = weights.Worth(coverage)
            + ofPassage
            + (weights.Pairs * PairShare(passage.Terms[index]))
            + (AnswerKinds.Fits(profile.Kind, passage.Sentences[index], question) ? weights.Kind : 0)
            - (IsEcho(passage, index) ? weights.Echo : 0)
            - (passage.Terms[index].Length is < ShortSentence or > LongSentence ? weights.Length : 0)
            - WrongPeople(passage, index)
            - (named.IsRivalled(passage, index) || IsOutdoneByRow(passage, index) ? weights.Rival : 0)
            - superseded;
        return new ScoredSentence(passage, index, score, coverage);
    }

    private double MissingQualifiers(ReadPassage passage, TermBag around)
        => named.Qualifiers
            .Where(term => term.MatchIn(around) == 0 && term.MatchIn(passage.Title) == 0 && term.MatchIn(passage.Headings) == 0)
            .Sum(term => term.Weight) / Math.Max(profile.TotalWeight, double.Epsilon);

    // Rules for one group of people must not answer for another: the group has to be named near.
    private double WrongPeople(ReadPassage passage, int index)
        => named.Qualifiers.Any(term => Wording.IsPersonTerm(term.Whole)
            && term.MatchIn(passage.Terms[index]) == 0
            && term.MatchIn(passage.Title) == 0
            && term.MatchIn(passage.Headings) == 0) ? weights.People : 0;

    // A table beside the sentence has a row for what was asked by name; the sentence is about all rows or about another.
    private bool IsOutdoneByRow(ReadPassage passage, int index)
        => passage.Sentences[index].Block is { Kind: BlockKind.Paragraph, Section: var section }
            && profile.Terms.Any(term => !term.StandsIn(passage, index) && passage.HasRowFor(term, section));

    private Coverage Cover(ReadPassage passage, int index, TermBag around)
    {
        var lead = passage.IntroductionOf(index) is { } introduction ? passage.Terms[introduction] : TermBag.Empty;
        var before = index > 0 && passage.Sentences[index].Block.Kind != BlockKind.TableRow && passage.Sentences[index - 1].Block.Section == passage.Sentences[index].Block.Section ? passage.Terms[index - 1] : TermBag.Empty;
        ReadOnlySpan<TermBag> places = [passage.Terms[index], before, passage.Headings, lead, passage.Title, around];
        Span<double> covered = stackalloc double[places.Length];
        covered.Clear();
        foreach (var term in profile.Terms)
        {
            Place(term, places, covered);
        }

        // A row says nothing without its frame: what the table is headed and introduced by is said of every row.
        if (passage.Sentences[index].Block.Kind == BlockKind.TableRow && covered[0] > 0)
        {
            covered[0] += covered[2] + covered[3];
            covered[2] = covered[3] = 0;
        }

        var total = Math.Max(profile.TotalWeight, double.Epsilon);
        return new Coverage(covered[0] / total, covered[1] / total, (covered[2] + covered[3]) / total, covered[4] / total, covered[5] / total);
    }

    // A word of which only a part stands near is completed by places farther off.
    private static void Place(QuestionTerm term, ReadOnlySpan<TermBag> places, Span<double> covered)
    {
        var best = 0.0;
        for (var place = 0; place < places.Length && best < 1; place++)
        {
            var match = term.MatchIn(places[place]);
            if (match > best)
            {
                covered[place] += term.Weight * (match - best);
                best = match;
            }
        }
    }

    private double PairShare(TermBag sentence)
    {
        var pairs = profile.Terms.Count - 1;
        if (pairs < 1)
        {
            return 0;
        }

        var found = 0;
        for (var at = 0; at < pairs; at++)
        {
            found += sentence.HasInOrder(profile.Terms[at].Whole, profile.Terms[at + 1].Whole, PairDistance) ? 1 : 0;
        }

        return (double)found / pairs;
    }

    // A question, or a sentence made of the question's own words, answers nothing.
    private bool IsEcho(ReadPassage passage, int index)
    {
        var sentence = passage.Sentences[index];
        return sentence.Text.EndsWith('?') || (sentence.Block.Kind == BlockKind.Paragraph && passage.Terms[index].Terms.All(profile.Words.Contains));
    }
}

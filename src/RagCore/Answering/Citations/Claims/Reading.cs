using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>What a sentence says, taken apart: its terms, its numbers, what it denies and how far it holds.</summary>
internal sealed class Reading
{
    // How many meaningful words after "not" it is taken to speak of.
    private const int Reach = 4;

    private readonly List<Word> _words;
    private readonly bool[] _isSpent;
    private readonly TextLanguage _language;

    private Reading(List<Word> words, TextLanguage language)
    {
        _words = words;
        _language = language;
        _isSpent = new bool[words.Count];
    }

    public IReadOnlyList<Word> Words => _words;

    /// <summary>Gets the meaningful words in order, with where they stand.</summary>
    public List<ClaimTerm> Terms { get; } = [];

    public List<Quantity> Quantities { get; private set; } = [];

    /// <summary>Gets what is counted per: "a week", "per night".</summary>
    public HashSet<string> Rates { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the units that are named, at a number or not.</summary>
    public HashSet<string> Units { get; } = new(StringComparer.Ordinal);

    public List<PlacedMark> Marks { get; } = [];

    /// <summary>Gets the terms of what is denied, one set for each denial.</summary>
    public List<HashSet<string>> Denied { get; } = [];

    /// <summary>Says whether a word such as "limit" bounds what is counted.</summary>
    public bool Bounds(Bound bound) => Enumerable.Range(0, _words.Count).Any(at => PhraseBook.At(_words, at, PhraseRole.Loose) is ({ Bound: var known }, _) && known == bound);

    public ClaimMarks AllMarks => Marks.Aggregate(ClaimMarks.None, (all, mark) => all | mark.Mark);

    public static Reading Of(string text, TextLanguage language) => Of(WordReader.Read(text), language);

    public static Reading Of(List<Word> words, TextLanguage language)
    {
        var reading = new Reading(words, language);
        reading.ReadQuantities();
        reading.ReadRates();
        var denials = reading.ReadPhrases();
        reading.ReadTerms();
        reading.Denied.AddRange(denials.Select(reading.ScopeOf));
        return reading;
    }

    private void ReadQuantities()
    {
        Quantities = new QuantityReader(_words, _language is not TextLanguage.English).Read();
        foreach (var quantity in Quantities)
        {
            if (quantity.Unit is "%" && quantity.To + 1 < _words.Count && _words[quantity.To].Text is "of" && _words[quantity.To + 1].Text is "all" or "the" or "every" or "each")
            {
                Marks.Add(new PlacedMark(ClaimMarks.Some, quantity.From, quantity.To));
            }

            Spend(quantity.From, quantity.To);
            if (quantity.Unit is { } unit)
            {
                Units.Add(unit);
            }
        }
    }

    private void ReadRates()
    {
        for (var at = 0; at < _words.Count; at++)
        {
            if (_isSpent[at] || RateOf(at) is not { } rate)
            {
                continue;
            }

            Units.Add(rate);
            if (at > 0 && _words[at - 1].Text is "a" or "an" or "per" or "each" or "every" or "pro" or "im" or "par" or "por" or "al" or "je" or "/" || _words[at].Text[0] > '\u3000' || RateWords.Of(_words[at].Text) is not null)
            {
                Rates.Add(rate);
                Spend(Math.Max(0, at - 1), at + 1, onlyLittle: true);
                _isSpent[at] = true;
            }
        }
    }

    private string? RateOf(int at)
    {
        var word = _words[at];
        return word.Kind is WordKind.Number or WordKind.Kana ? null : UnitWords.Of(word.Text) ?? RateWords.Of(word.Text);
    }

    private List<(int From, int To, bool IsAround)> ReadPhrases()
    {
        var denials = new List<(int, int, bool)>();
        var loose = Bound.None;
        for (var at = 0; at < _words.Count;)
        {
            var length = 1;
            if (_words[at].Kind == WordKind.Kana)
            {
                ReadKana(at, denials);
            }
            else if (!_isSpent[at])
            {
                length = ReadPhrase(at, denials, ref loose);
            }

            at += length;
        }

        if (loose != Bound.None)
        {
            Quantities = [.. Quantities.Select(quantity => quantity.Bound == Bound.None && quantity.Date is null && quantity.Unit != "#" ? quantity with { Bound = loose, IsLoose = true } : quantity)];
        }

        return denials;
    }

    private int ReadPhrase(int at, List<(int From, int To, bool IsAround)> denials, ref Bound loose)
    {
        if (loose == Bound.None && PhraseBook.At(_words, at, PhraseRole.Loose) is ({ Bound: var bound }, _))
        {
            loose = bound;
        }

        if (PhraseBook.At(_words, at, PhraseRole.After) is var (_, behind) && at > 0 && EndsQuantity(at))
        {
            Spend(at, at + behind);
            return behind;
        }

        if (PhraseBook.At(_words, at) is not var (phrase, length))
        {
            return 1;
        }

        if (phrase.Role == PhraseRole.Before && phrase.Mark == ClaimMarks.None && !LeadsToQuantity(at + length))
        {
            return 1;
        }

        if (phrase.Role is PhraseRole.Denial or PhraseRole.Prohibition && !IsOpener(at, length))
        {
            denials.Add((at, at + length, phrase.Role == PhraseRole.Prohibition));
        }

        if (phrase.Mark != ClaimMarks.None)
        {
            Marks.Add(new PlacedMark(phrase.Mark, at, at + length));
        }

        Spend(at, at + length);
        return length;
    }

    // "No, contractors …" answers the question and denies nothing by itself.
    private bool IsOpener(int at, int length) => at == 0 && length == 1 && _words[0].Text is "no" && _words.Count > 1 && _words[1].IsSign(',');

    private void ReadKana(int at, List<(int From, int To, bool IsAround)> denials)
    {
        var mark = KanaMarks.Of(_words[at].Text);
        if (mark.IsDenial)
        {
            denials.Add((at, at + 1, true));
        }

        if (mark.Mark != ClaimMarks.None)
        {
            Marks.Add(new PlacedMark(mark.Mark, at, at + 1));
        }

        _isSpent[at] = true;
    }

    private bool EndsQuantity(int at) => Quantities.Exists(quantity => quantity.To <= at && at - quantity.To < 2);

    private bool LeadsToQuantity(int at) => Quantities.Exists(quantity => quantity.From >= at && quantity.From - at <= 2);

    private void ReadTerms()
    {
        for (var at = 0; at < _words.Count; at++)
        {
            var word = _words[at];
            if (!_isSpent[at] && SideOf(word.Text) is { } side)
            {
                Terms.Add(new ClaimTerm(side, at, IsName: false, IsLittle: false));
            }

            if (_isSpent[at] || word.Kind != WordKind.Letters || SideOf(word.Text) is not null || FunctionWords.Contains(word.Text, _language))
            {
                continue;
            }

            var term = word.IsName && word.Text.AsSpan().IndexOfAnyInRange('0', '9') >= 0 ? word.Text : SameMeaning.TermOf(word.Text, _language);
            Terms.Add(new ClaimTerm(term, at, word.IsName, !word.IsName && SameMeaning.IsLittle(word.Text, term)));
        }
    }

    // "Over the limit" has no number that could be compared, but is not "under the limit".
    private static string? SideOf(string word) => word switch
    {
        "over" or "above" or "exceed" or "exceeds" or "exceeding" or "exceeded" => "over",
        "under" or "below" or "beneath" => "under",
        _ => null,
    };

    private HashSet<string> ScopeOf((int From, int To, bool IsAround) denial)
    {
        var things = Terms.Select(term => (term.Term, term.At)).Concat(Quantities.Select(quantity => (Term: quantity.Key, At: quantity.From))).Where(thing => IsSameClause(denial.From, thing.At));
        var denied = denial.IsAround ? things : things.Where(thing => thing.At >= denial.To).OrderBy(thing => thing.At).Take(Reach);
        return denied.Select(thing => thing.Term).ToHashSet(StringComparer.Ordinal);
    }

    private bool IsSameClause(int left, int right)
    {
        for (var at = Math.Min(left, right); at < Math.Max(left, right); at++)
        {
            if (_words[at].IsSign(';') || _words[at].IsSign('·'))
            {
                return false;
            }
        }

        return true;
    }

    private void Spend(int from, int to, bool onlyLittle = false)
    {
        for (var at = from; at < to; at++)
        {
            _isSpent[at] |= !onlyLittle || _words[at].Text.Length <= 5 && FunctionWords.Contains(_words[at].Text, _language);
        }
    }
}

/// <summary>A meaningful word of a sentence.</summary>
/// <param name="Term">The word in the form it is compared in.</param>
/// <param name="At">Which word of the sentence it is.</param>
/// <param name="IsName">It names somebody or something.</param>
/// <param name="IsLittle">It says so little that a statement may add it.</param>
internal readonly record struct ClaimTerm(string Term, int At, bool IsName, bool IsLittle);

/// <summary>A mark with where it stands.</summary>
/// <param name="Mark">The mark.</param>
/// <param name="From">Its first word.</param>
/// <param name="To">The word after its last.</param>
internal readonly record struct PlacedMark(ClaimMarks Mark, int From, int To);

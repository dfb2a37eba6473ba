using ChatOpsBot.RagCore.Knowledge.Analysis;

namespace ChatOpsBot.RagCore.Answering.Generation.Extractive;

/// <summary>The terms of a text with their places.</summary>
internal sealed class TermBag
{
    private readonly Dictionary<string, List<int>> _places = new(StringComparer.Ordinal);

    public TermBag(params IEnumerable<string> texts)
    {
        var offset = 0;
        foreach (var text in texts)
        {
            offset = Add(text, offset);
        }
    }

    public static TermBag Empty { get; } = new();

    public IReadOnlyCollection<string> Terms => _places.Keys;

    /// <summary>Gets how many words the text has.</summary>
    public int Length { get; private set; }

    public bool Contains(string term) => _places.ContainsKey(term);

    /// <summary>Says whether the second term follows the first within a few words.</summary>
    public bool HasInOrder(string first, string second, int within)
        => _places.TryGetValue(first, out var heads)
            && _places.TryGetValue(second, out var tails)
            && heads.Any(head => tails.Any(tail => tail > head && tail - head <= within));

    private int Add(string text, int offset)
    {
        var last = offset - 1;
        foreach (var token in TextAnalyzer.Analyze(text))
        {
            last = offset + token.Position;
            Put(Weekday(text, token) ?? token.Term, last);
            if (token.Term.AsSpan().IndexOfAny('-', '_', '.') >= 0)
            {
                Put(QuestionTerm.Joined(token.Term), last);
            }
        }

        Length += last + 1 - offset;
        return last + 2;
    }

    // "Wed" is the day and not the stem of "wedding".
    private static string? Weekday(string text, Token token) => token.End - token.Start != 3 ? null : text.AsSpan(token.Start, 3) switch
    {
        "Mon" => "monday",
        "Tue" => "tuesday",
        "Wed" => "wednesday",
        "Thu" => "thursday",
        "Fri" => "friday",
        "Sat" => "saturday",
        "Sun" => "sunday",
        _ => null,
    };

    private void Put(string term, int place)
    {
        if (!_places.TryGetValue(term, out var places))
        {
            _places[term] = places = [];
        }

        places.Add(place);
    }
}

using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Loading;

namespace ChatOpsBot.RagCore.Answering.Citations;

/// <summary>Numbers citations in order of first use; one span of one document has one number.</summary>
internal sealed class CitationLedger
{
    private readonly List<Citation> _citations = [];
    private readonly Dictionary<(string Document, int Start, int End), int> _numbers = [];

    public IReadOnlyList<Citation> Citations => _citations;

    /// <summary>Returns the number of a span that was cited before, or 0.</summary>
    public int Find(LocatedQuote quote) => _numbers.GetValueOrDefault((quote.Chunk.Document.Id, quote.Start, quote.End));

    public int NumberOf(LocatedQuote quote)
    {
        var document = quote.Chunk.Document;
        var span = (document.Id, quote.Start, quote.End);
        if (_numbers.TryGetValue(span, out var known))
        {
            return known;
        }

        var number = _citations.Count + 1;
        _citations.Add(Cite(number, quote));
        _numbers.Add(span, number);
        return number;
    }

    /// <summary>Returns the citation of a quote.</summary>
    public static Citation Cite(int number, LocatedQuote quote)
    {
        var document = quote.Chunk.Document;
        return new Citation(
            number,
            document.Id,
            document.Version,
            document.Title,
            quote.Chunk.HeadingPath,
            DocumentLinks.ForSpan(document, quote.Start, quote.End),
            document.Text[quote.Start..quote.End],
            quote.Start,
            quote.End,
            document.Effective)
        {
            Place = PlaceOf(quote),
        };
    }

    /// <summary>The places of a web page are its headings, which are told already.</summary>
    private static string? PlaceOf(LocatedQuote quote)
        => quote.Chunk.Document.PlaceAt(quote.Start) is { Label: var label } && !quote.Chunk.HeadingPath.Contains(label) && label != quote.Chunk.Document.Title ? label : null;
}

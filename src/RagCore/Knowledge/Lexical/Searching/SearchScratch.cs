namespace ChatOpsBot.RagCore.Knowledge.Lexical.Searching;

/// <summary>Everything one search works with, kept by each thread for its next search, so that a search allocates nothing but its result.</summary>
internal sealed class SearchScratch
{
    [ThreadStatic]
    private static SearchScratch? _ofThread;

    public static SearchScratch OfThread => _ofThread ??= new SearchScratch();

    public QueryReader QueryReader { get; } = new();

    public LexicalQuery Query { get; } = new();

    public WordScorer Words { get; } = new();

    public CandidateHeap Heap { get; } = new();

    public CandidateOrder Order { get; } = new();

    public CandidateReader Reader { get; } = new();
}

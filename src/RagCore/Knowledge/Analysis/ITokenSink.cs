namespace ChatOpsBot.RagCore.Knowledge.Analysis;

/// <summary>Receives tokens without a string for each of them. Implemented by structs, so that the calls are direct.</summary>
internal interface ITokenSink
{
    void Add(ReadOnlySpan<char> term, int start, int end, int position);
}

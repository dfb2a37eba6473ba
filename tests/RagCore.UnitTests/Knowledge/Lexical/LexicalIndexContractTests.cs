using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Lexical;
using ChatOpsBot.TestKit.Contracts;

namespace ChatOpsBot.RagCore.UnitTests.Knowledge.Lexical;

public sealed class LexicalIndexContractTests : KnowledgeIndexContract, IDisposable
{
    private readonly LexicalIndex _index = new();

    protected override IKnowledgeIndex Index => _index;

    public void Dispose() => _index.Dispose();
}

using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.TestKit.Contracts;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Memory;

public sealed class InProcessConversationMemoryTests : ConversationMemoryContract, IDisposable
{
    private readonly InProcessConversationMemory _memory;

    public InProcessConversationMemoryTests() => _memory = new InProcessConversationMemory(Journal, Time, Options.Create(new MemoryOptions()));

    protected override IConversationMemory Memory => _memory;

    [Fact]
    public async Task Commands_are_not_part_of_a_thread_s_memory()
    {
        Journal.Add(Thread, Exchange(1) with { Question = string.Empty });

        Assert.Empty(await RecallAsync());
    }

    public void Dispose() => _memory.Dispose();
}

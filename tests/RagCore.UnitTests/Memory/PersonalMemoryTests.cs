using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.TestKit.Memory;
using ChatOpsBot.TestKit.Time;
using ChatOpsBot.TestKit.Turns;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Memory;

/// <summary>What a person is told of their own questions, and that all of it can be forgotten.</summary>
public sealed class PersonalMemoryTests : IDisposable
{
    private readonly ListJournal _journal = new();
    private readonly InProcessConversationMemory _memory;
    private readonly PersonalMemory _personal;

    public PersonalMemoryTests()
    {
        _memory = new InProcessConversationMemory(_journal, new FixedTimeProvider(), Options.Create(new MemoryOptions()));
        _personal = new PersonalMemory(_journal, _memory);
    }

    public void Dispose() => _memory.Dispose();

    [Fact]
    public async Task Recent_questions_come_newest_first_without_commands()
    {
        Add("1", "thread-1", "How many days of leave?");
        Add("2", "thread-2", string.Empty);
        Add("3", "thread-3", "Who approves travel?");

        Assert.Equal(["3", "1"], (await RecentAsync(5)).Select(turn => turn.Message.TurnId));
        Assert.Equal(["3"], (await RecentAsync(1)).Select(turn => turn.Message.TurnId));
    }

    [Fact]
    public async Task Forgetting_a_person_forgets_every_thread_however_many_there_are()
    {
        for (var number = 0; number < 450; number++)
        {
            Add($"{number}", $"thread-{number / 2}", "How many days of leave?");
        }

        await _memory.RecallAsync(Thread("thread-3"), default);

        Assert.Equal(225, await _personal.ForgetAsync(TenantId.Default, ChannelKind.Web, "ann", default));
        Assert.Empty(await RecentAsync(5));
        Assert.Empty(await _memory.RecallAsync(Thread("thread-3"), default));
        Assert.Equal(0, await _personal.ForgetAsync(TenantId.Default, ChannelKind.Web, "ann", default));
    }

    private Task<IReadOnlyList<RagCore.Inbox.TurnRecord>> RecentAsync(int limit) => _personal.RecentAsync(TenantId.Default, ChannelKind.Web, "ann", limit, default);

    private void Add(string turn, string thread, string question)
        => _journal.Add(Thread(thread), new Exchange(turn, question, new NoticeReply("Said.", NoticeKind.Command), Messages.At));

    private static ConversationKey Thread(string thread) => new(TenantId.Default, ChannelKind.Web, thread, thread);
}

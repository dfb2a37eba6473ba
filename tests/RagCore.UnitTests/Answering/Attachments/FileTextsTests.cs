using ChatOpsBot.RagCore.Answering.Attachments;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.UnitTests.Answering.Attachments;

public sealed class FileTextsTests
{
    private readonly FixedTimeProvider _time = new();
    private readonly FileTexts _texts;

    public FileTextsTests() => _texts = new FileTexts(_time, Options.Create(new AttachmentOptions()));

    [Fact]
    public void A_text_is_held_for_its_thread_and_its_time()
    {
        _texts.Keep(Thread("C1"), "F1", File("a.md", 10));

        Assert.NotNull(_texts.Find(Thread("C1"), "F1"));
        Assert.Null(_texts.Find(Thread("C2"), "F1"));
        Assert.Null(_texts.Find(Thread("C1") with { Tenant = new TenantId("other") }, "F1"));

        _time.Advance(TimeSpan.FromMinutes(30));
        Assert.Null(_texts.Find(Thread("C1"), "F1"));
    }

    [Fact]
    public void Forgetting_a_thread_lets_go_of_its_texts_alone()
    {
        _texts.Keep(Thread("C1"), "F1", File("a.md", 10));
        _texts.Keep(Thread("C2"), "F1", File("b.md", 10));

        _texts.Forget(Thread("C1"));

        Assert.Null(_texts.Find(Thread("C1"), "F1"));
        Assert.NotNull(_texts.Find(Thread("C2"), "F1"));
    }

    [Fact]
    public void The_oldest_go_when_there_is_no_more_room()
    {
        for (var number = 0; number < 20; number++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _texts.Keep(Thread("C1"), $"F{number}", File("a.md", 1_000_000));
        }

        Assert.Null(_texts.Find(Thread("C1"), "F0"));
        Assert.Null(_texts.Find(Thread("C1"), "F3"));
        Assert.NotNull(_texts.Find(Thread("C1"), "F4"));
        Assert.NotNull(_texts.Find(Thread("C1"), "F19"));
    }

    private static ConversationKey Thread(string id) => new(TenantId.Default, ChannelKind.Web, id, id);

    private static ReadFile File(string name, int length) => new(name, [TestDocuments.Plain("F", name, new string('x', length))], Fault: null);
}

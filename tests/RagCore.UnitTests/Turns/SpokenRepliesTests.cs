using ChatOpsBot.RagCore.Commands;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Conversations.Text;
using ChatOpsBot.RagCore.Turns;
using ChatOpsBot.RagCore.Turns.Gates;
using ChatOpsBot.TestKit.Time;
using ChatOpsBot.TestKit.Turns;

namespace ChatOpsBot.RagCore.UnitTests.Turns;

/// <summary>What is said without an answer is said in the language of the question, else of the client.</summary>
public sealed class SpokenRepliesTests
{
    private static readonly InboundMessage Asked = Messages.Of("1");

    [Theory]
    [InlineData("fr", "de-DE", "fr")]
    [InlineData(null, "de-DE", "de")]
    [InlineData(null, "nl-NL", "en")]
    [InlineData(null, null, "en")]
    public async Task Apologies_refusals_and_commands_speak_alike(string? language, string? locale, string spoken)
    {
        var message = Asked with { Language = language, Locale = locale, Audience = Audience.External };
        var words = Phrases.For(spoken);
        var time = new FixedTimeProvider();
        time.Advance(TimeSpan.FromDays(400));

        Assert.Equal(words.Say(Phrase.Apology, ("time", "09:00 UTC"), ("reference", "turn-1")), Apology.For(message));
        Assert.Equal(words[Phrase.ExternalAudience], (await new AudienceGate().CheckAsync(message, default))?.Text);
        Assert.Equal(words.Say(Phrase.Overdue, ("time", "09:00 UTC")), (await new DeadlineGate(time).CheckAsync(message with { Deadline = Messages.At }, default))?.Text);
        Assert.Equal(words[Phrase.HelpText], (await new HelpCommand().ExecuteAsync(message, default)).Text);
        Assert.Equal(words, Phrases.For(ReplyTarget.Of(message).Locale));
    }

    [Theory]
    [InlineData("Hilfe", "help")]
    [InlineData("/QUELLEN", "sources")]
    [InlineData("忘れて。", "forget")]
    [InlineData("help me with VPN", "help me with vpn")]
    public void A_command_may_be_said_in_any_language(string text, string name) => Assert.Equal(name, CommandNames.Parse(text));
}

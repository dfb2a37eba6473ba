using System.Text.RegularExpressions;
using ChatOpsBot.RagCore.Conversations.Text;

namespace ChatOpsBot.RagCore.UnitTests.Conversations;

public sealed class PhrasesTests
{
    [Fact]
    public void Every_language_says_everything_with_the_same_values()
    {
        foreach (var phrases in Phrases.All)
        {
            foreach (var phrase in Enum.GetValues<Phrase>())
            {
                Assert.False(string.IsNullOrWhiteSpace(phrases[phrase]), $"{phrases.Language}: {phrase}");
                Assert.Equal((phrase, string.Join(' ', ValuesOf(Phrases.English[phrase]))), (phrase, string.Join(' ', ValuesOf(phrases[phrase]))));
            }
        }
    }

    [Theory]
    [InlineData("de-AT", "de")]
    [InlineData("FR", "fr")]
    [InlineData("ja_JP", "ja")]
    [InlineData("es-419", "es")]
    [InlineData("nl-NL", "en")]
    [InlineData("", "en")]
    [InlineData(null, "en")]
    public void A_person_is_spoken_to_in_their_language_else_in_English(string? locale, string language)
        => Assert.Equal(language, Phrases.For(locale).Language);

    [Fact]
    public void Values_are_put_in_by_name() => Assert.Equal("Reading 3 sources…", Phrases.English.Say(Phrase.ReadingSources, ("count", "3")));

    private static IEnumerable<string> ValuesOf(string text) => Regex.Matches(text, @"\{\w+\}").Select(match => match.Value).Order(StringComparer.Ordinal);
}

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

    [Fact]
    public void A_value_that_looks_like_the_name_of_another_is_left_as_it_is()
        => Assert.Equal(
            "{replacement} has been superseded by {title}.",
            Phrases.English.Say(Phrase.SupersededBy, ("title", "{replacement}"), ("replacement", "{title}")));

    [Fact]
    public void What_nobody_gives_a_value_for_is_left_as_it_is() => Assert.Equal("Part 1 of {count}", Phrases.English.Say(Phrase.Part, ("number", "1")));

    // The narrowest place of each: a modal's title and buttons, a card's buttons, options and labels for screen readers.
    [Theory]
    [InlineData(24, Phrase.WhatWentWrong, Phrase.Send, Phrase.Skip)]
    [InlineData(37, Phrase.VoteHelpful, Phrase.VoteNotHelpful)]
    [InlineData(40, Phrase.VoteChangeToHelpful, Phrase.VoteChangeToNotHelpful, Phrase.VoteTakeBack, Phrase.Refresh)]
    [InlineData(40, Phrase.ShareInChannel, Phrase.KeepToMyself)]
    [InlineData(40, Phrase.ShowMoreSourcesOne, Phrase.ShowMoreSourcesOther, Phrase.ShowFewerSources)]
    [InlineData(75, Phrase.VoteHelpfulLabel, Phrase.VoteNotHelpfulLabel)]
    [InlineData(75, Phrase.ReasonWrong, Phrase.ReasonWrongSource, Phrase.ReasonOutdated, Phrase.ReasonIncomplete, Phrase.ReasonOffTopic, Phrase.ReasonOther)]
    public void What_is_clicked_fits_where_it_stands(int limit, params Phrase[] phrases)
        => Assert.All(Phrases.All, words => Assert.All(phrases, phrase => Assert.True(words[phrase].Length <= limit, $"{words.Language}: {phrase}")));

    [Fact]
    public void A_text_for_one_has_a_text_for_several_beside_it()
    {
        var names = Enum.GetNames<Phrase>();

        Assert.All(names.Where(name => name.EndsWith("One", StringComparison.Ordinal)), name => Assert.Contains($"{name[..^3]}Other", names));
    }

    [Theory]
    [InlineData("en", "in force since 1 January 2026", "9 March", "1,234")]
    [InlineData("de", "in Kraft seit 1. Januar 2026", "9. März", "1.234")]
    [InlineData("fr", "en vigueur depuis le 1er janvier 2026", "9 mars", "1\u00A0234")]
    [InlineData("es", "en vigor desde el 1 de enero de 2026", "9 de marzo", "1.234")]
    [InlineData("ja", "2026年1月1日から有効", "3月9日", "1,234")]
    public void Dates_and_numbers_are_written_as_the_language_does(string language, string since, string day, string number)
    {
        var words = Phrases.For(language);

        Assert.Equal(since, words.InForceSince(new DateOnly(2026, 1, 1)));
        Assert.Equal(day, words.DayAndMonth(new DateOnly(2026, 3, 9)));
        Assert.Equal(number, words.Number(1_234));
        Assert.Equal(12, words[Phrase.Months].Split('|').Distinct().Count());
    }

    [Theory]
    [InlineData("Hilfe", "help")]
    [InlineData("AIDE", "help")]
    [InlineData("/ayuda", "help")]
    [InlineData("使い方", "help")]
    [InlineData("Quellen!", "sources")]
    [InlineData("fuentes", "sources")]
    [InlineData("出典。", "sources")]
    [InlineData("oublier", "forget")]
    [InlineData("忘れて", "forget")]
    [InlineData("Hilfe bei VPN", null)]
    [InlineData("", null)]
    public void A_command_is_understood_in_every_language(string text, string? name) => Assert.Equal(name, CommandWords.NameOf(text));

    [Fact]
    public void The_help_names_the_words_of_its_language()
    {
        Phrase[] commands = [Phrase.CommandHelp, Phrase.CommandSources, Phrase.CommandForget];

        Assert.All(Phrases.All, words => Assert.All(commands, command => Assert.Contains($"\n- {words[command].Split('|')[0]}", words[Phrase.HelpText], StringComparison.Ordinal)));
        Assert.All(Phrases.All, words => Assert.All(commands, command => Assert.Contains($"{{command}} {words[command].Split('|')[0]}", words[Phrase.CommandHelpText], StringComparison.Ordinal)));
    }

    private static IEnumerable<string> ValuesOf(string text) => Regex.Matches(text, @"\{\w+\}").Select(match => match.Value).Order(StringComparer.Ordinal);
}

using System.Collections.Frozen;

namespace ChatOpsBot.RagCore.Conversations.Text;

/// <summary>The words for commands in every language: people type the one of theirs.</summary>
public static class CommandWords
{
    /// <summary>The name of asking for a person, which is a command where people are configured who can be asked.</summary>
    public const string AskPerson = "ask a person";

    private const int Longest = 40;

    private static readonly (Phrase Words, string Name)[] Named =
        [(Phrase.CommandHelp, "help"), (Phrase.CommandSources, "sources"), (Phrase.CommandForget, "forget"), (Phrase.CommandAskPerson, AskPerson)];

    private static readonly FrozenDictionary<string, string> Names = All()
        .GroupBy(word => word.Word, word => word.Name, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);

    // "Sources" is English and French and says nothing; everybody knows "help".
    private static readonly FrozenDictionary<string, string> Languages = All()
        .GroupBy(word => word.Word, word => word.Language, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Count() == 1 && group.First() != Phrases.English.Language)
        .ToFrozenDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the name of the command that a message is; null when it is none of these words and nothing else.</summary>
    public static string? NameOf(ReadOnlySpan<char> text) => Names.GetValueOrDefault(Bare(text));

    /// <summary>Returns the language of a command's word that only one language has.</summary>
    public static string? LanguageOf(ReadOnlySpan<char> text) => Languages.GetValueOrDefault(Bare(text));

    private static string Bare(ReadOnlySpan<char> text)
    {
        var word = text.Trim();
        return word.Length > Longest ? string.Empty : word.TrimStart("/¡¿").TrimEnd(".!?。！？").Trim().ToString();
    }

    private static IEnumerable<(string Word, string Name, string Language)> All() =>
        from words in Phrases.All
        from command in Named
        from word in words[command.Words].Split('|')
        select (word, command.Name, words.Language);
}

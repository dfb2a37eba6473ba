using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace ChatOpsBot.RagCore.Conversations.Text;

/// <summary>The bot's own words in one language.</summary>
public sealed class Phrases
{
    private const string Fallback = "en";

    private static readonly FrozenDictionary<string, Phrases> ByLanguage = new[] { Fallback, "de", "fr", "es", "ja" }
        .ToFrozenDictionary(language => language, Read, StringComparer.OrdinalIgnoreCase);

    private readonly FrozenDictionary<Phrase, string> _texts;

    private Phrases(string language, FrozenDictionary<Phrase, string> texts) => (Language, _texts) = (language, texts);

    /// <summary>Gets the English words.</summary>
    public static Phrases English => ByLanguage[Fallback];

    /// <summary>Gets all languages there are.</summary>
    public static IReadOnlyCollection<Phrases> All => ByLanguage.Values;

    /// <summary>Gets the language as a BCP 47 tag.</summary>
    public string Language { get; }

    /// <summary>Gets a text without values.</summary>
    public string this[Phrase phrase] => _texts[phrase];

    /// <summary>Returns the words for a person's language; English where there are none.</summary>
    /// <param name="locale">A BCP 47 tag such as <c>de-AT</c>, or null.</param>
    public static Phrases For(string? locale)
    {
        var language = locale.AsSpan();
        var end = language.IndexOfAny('-', '_');
        return ByLanguage.GetValueOrDefault((end < 0 ? language : language[..end]).ToString(), English);
    }

    /// <summary>Returns a text with its values put in: <c>{name}</c> stands for the value of that name.</summary>
    public string Say(Phrase phrase, params ReadOnlySpan<(string Name, string Value)> values)
    {
        // In one go: a value may hold what looks like the name of another.
        var said = new StringBuilder();
        var rest = _texts[phrase].AsSpan();
        while (rest.IndexOf('{') is var start and >= 0 && rest[start..].IndexOf('}') is var length and > 0)
        {
            said.Append(rest[..start]).Append(ValueOf(rest.Slice(start + 1, length - 1), values) ?? rest.Slice(start, length + 1).ToString());
            rest = rest[(start + length + 1)..];
        }

        return said.Append(rest).ToString();
    }

    private static string? ValueOf(ReadOnlySpan<char> name, ReadOnlySpan<(string Name, string Value)> values)
    {
        foreach (var (known, value) in values)
        {
            if (name.SequenceEqual(known))
            {
                return value;
            }
        }

        return null;
    }

    private static Phrases Read(string language)
    {
        using var stream = typeof(Phrases).Assembly.GetManifestResourceStream($"{typeof(Phrases).Namespace}.Words.{language}.json")!;
        var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
        return new Phrases(language, texts.ToFrozenDictionary(pair => Enum.Parse<Phrase>(pair.Key), pair => pair.Value));
    }
}

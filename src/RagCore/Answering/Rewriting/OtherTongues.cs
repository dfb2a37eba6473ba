using System.Collections.Frozen;

namespace ChatOpsBot.RagCore.Answering.Rewriting;

/// <summary>The few German, French and Spanish words of a short follow-up: "und in Rotterdam?", "et pour le Plover ?", "¿por qué?"</summary>
internal static class OtherTongues
{
    private static readonly FrozenSet<string> Openers = Set("und", "oder", "et", "ou", "y");

    private static readonly FrozenSet<string> Articles = Set("der", "die", "das", "den", "dem", "ein", "eine", "einen", "einem", "einer", "le", "la", "les", "un", "une", "el", "los", "las", "una");

    private static readonly FrozenDictionary<string, string> Prepositions = Map(
        ("für", "for"), ("pour", "for"), ("para", "for"), ("à", "in"), ("en", "in"), ("im", "in"), ("bei", "at"), ("mit", "with"), ("avec", "with"), ("con", "with"));

    private static readonly FrozenDictionary<string, string> Questions = Map(
        ("warum", "why"), ("wieso", "why"), ("weshalb", "why"), ("pourquoi", "why"), ("por qué", "why"), ("wann", "when"), ("quand", "when"), ("cuándo", "when"),
        ("wer", "who"), ("qui", "who"), ("quién", "who"), ("wo", "where"), ("où", "where"), ("dónde", "where"), ("wie lange", "how long"), ("wie viel", "how much"));

    public static bool IsOpener(string word) => Openers.Contains(word);

    /// <summary>Returns the English for a question word that is asked alone.</summary>
    public static string? QuestionOf(IReadOnlyList<string> words) => words.Count is 1 or 2 && Questions.TryGetValue(string.Join(' ', words), out var english) ? english : null;

    /// <summary>Returns a fragment with English prepositions and without articles; names stay as they are.</summary>
    public static List<string> English(IEnumerable<string> words)
        => [.. words.Where(word => !Articles.Contains(word)).Select(word => Prepositions.GetValueOrDefault(word, word))];

    private static FrozenSet<string> Set(params string[] words) => FrozenSet.Create(StringComparer.OrdinalIgnoreCase, words);

    private static FrozenDictionary<string, string> Map(params (string Word, string English)[] pairs)
        => pairs.ToFrozenDictionary(pair => pair.Word, pair => pair.English, StringComparer.OrdinalIgnoreCase);
}

using System.Collections.Frozen;

namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>Numbers, ordinals and months that are written as words.</summary>
internal static class NumberWords
{
    private static readonly FrozenDictionary<string, int> Small = Number(
        [
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty",
            "null _ zwei drei vier funf sechs sieben acht neun zehn elf zwolf",
            "_ _ deux trois quatre cinq six sept huit neuf dix onze douze",
            "cero _ dos tres cuatro cinco seis siete ocho nueve diez once_ doce",
        ],
        first: 0);

    private static readonly FrozenDictionary<string, int> Tens = Number(["twenty thirty forty fifty sixty seventy eighty ninety"], first: 2);

    private static readonly FrozenDictionary<string, int> Ordinals = Number(
        [
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
            "erste zweite dritte vierte funfte sechste",
            "ersten zweiten dritten vierten funften sechsten",
            "premier deuxieme troisieme quatrieme cinquieme",
            "primer segundo tercer cuarto quinto",
        ],
        first: 1);

    private static readonly FrozenDictionary<string, int> Months = Number(
        [
            "january february march april may june july august september october november december",
            "jan feb mar apr _ jun jul aug sep oct nov dec",
            "januar februar marz _ mai juni juli _ sept oktober _ dezember",
            "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        ],
        first: 1);

    /// <summary>Returns the number of the words from <paramref name="at"/> on, and how many words it takes; "one" counts only before a unit.</summary>
    public static (int Number, int Length)? At(IReadOnlyList<Word> words, int at)
    {
        var text = words[at].Text;
        if (Tens.TryGetValue(text, out var tens))
        {
            var ones = at + 1 < words.Count && Small.TryGetValue(words[at + 1].Text, out var digit) && digit is > 0 and < 10 ? digit : 0;
            return ((tens * 10) + ones, ones > 0 ? 2 : 1);
        }

        if (Small.TryGetValue(text, out var small))
        {
            return small != 1 || (at + 1 < words.Count && UnitWords.Of(words[at + 1].Text) is not null) ? (small, 1) : null;
        }

        return text switch
        {
            "hundred" => (100, 1),
            "dozen" => (12, 1),
            _ => null,
        };
    }

    public static int? OrdinalOf(string word) => Ordinals.TryGetValue(word, out var ordinal) ? ordinal : null;

    public static int? MonthOf(string word) => Months.TryGetValue(word, out var month) ? month : null;

    private static FrozenDictionary<string, int> Number(string[] lists, int first) => lists
        .SelectMany(list => list.Split(' ').Select((word, index) => (word, Number: index + first)))
        .Where(entry => !entry.word.EndsWith('_'))
        .DistinctBy(entry => entry.word)
        .ToFrozenDictionary(entry => entry.word, entry => entry.Number, StringComparer.Ordinal);
}

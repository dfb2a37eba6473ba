using System.Collections.Frozen;

namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>Units, currencies and the words for them, in the languages answers are most often given in.</summary>
internal static class UnitWords
{
    private static readonly FrozenDictionary<string, string> Units = Read(
        "second:second seconds sec secs sekunde sekunden seconde secondes segundo segundos 秒",
        "minute:minute minutes min mins minuten minuto minutos 分 分間",
        "hour:hour hours hr hrs h stunde stunden heure heures hora horas 時間",
        "day:day days tag tage tagen jour jours dia dias 日 日間",
        "night:night nights nacht nachte nuit nuits noche noches 泊",
        "week:week weeks woche wochen semaine semaines semana semanas 週 週間",
        "month:month months monat monate monaten mois mes meses 月 か月 ヶ月 カ月 箇月",
        "quarter:quarter quarters quartal trimestre",
        "year:year years jahr jahre jahren an ans annee annees ano anos 年 年間",
        "times:time times mal fois vez veces 回",
        "%:% percent pct prozent 割 パーセント",
        "€:€ eur euro euros",
        "$:$ usd dollar dollars dolar dolares",
        "£:£ gbp pound pounds",
        "¥:¥ jpy yen 円",
        "₹:₹ inr rupee rupees",
        "chf:chf franken",
        "mg:mg milligram milligrams",
        "g:g gram grams gramm gramme grammes gramo gramos",
        "kg:kg kilo kilos kilogram kilograms",
        "mm:mm", "cm:cm", "m:metre metres meter meters", "km:km kilometre kilometres kilometer kilometers", "mile:mile miles",
        "ml:ml", "l:litre litres liter liters",
        "kb:kb", "mb:mb megabyte megabytes", "gb:gb gigabyte gigabytes", "tb:tb terabyte terabytes",
        "ms:ms millisecond milliseconds",
        "°c:°c celsius", "°f:°f fahrenheit",
        "character:character characters zeichen", "person:person persons people personne personnes persona personas");

    private static readonly FrozenDictionary<string, decimal> Scales = new Dictionary<string, decimal>(StringComparer.Ordinal)
    {
        ["thousand"] = 1_000m,
        ["tausend"] = 1_000m,
        ["mille"] = 1_000m,
        ["million"] = 1_000_000m,
        ["millions"] = 1_000_000m,
        ["mio"] = 1_000_000m,
        ["millionen"] = 1_000_000m,
        ["millones"] = 1_000_000m,
        ["billion"] = 1_000_000_000m,
        ["bn"] = 1_000_000_000m,
        ["milliarden"] = 1_000_000_000m,
        ["milliards"] = 1_000_000_000m,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Suffixes = FrozenSet.Create(
        StringComparer.Ordinal, "g", "kg", "mg", "h", "min", "mb", "gb", "kb", "tb", "km", "cm", "mm", "ml", "ms", "am", "pm", "st", "nd", "rd", "th", "eur", "usd");

    private static readonly FrozenSet<string> Currencies = FrozenSet.Create(StringComparer.Ordinal, "€", "$", "£", "¥", "₹", "chf");

    private static readonly string[] Ideographs = [.. Units.Keys.Where(key => key[0] > '\u3000').OrderByDescending(key => key.Length)];

    public static string? Of(string word) => Units.GetValueOrDefault(word);

    public static decimal? ScaleOf(string word) => Scales.TryGetValue(word, out var scale) ? scale : null;

    public static bool IsSuffix(string word) => Suffixes.Contains(word);

    public static bool IsCurrency(string? unit) => unit is not null && Currencies.Contains(unit);

    /// <summary>Returns the unit that a run of ideographs begins with, and how long it is.</summary>
    public static (string Unit, int Length)? AtStartOf(string word)
        => word.Length > 0 && word[0] > '\u3000' && Ideographs.FirstOrDefault(unit => word.StartsWith(unit, StringComparison.Ordinal)) is { } found ? (Units[found], found.Length) : null;

    private static FrozenDictionary<string, string> Read(params string[] lines) => lines
        .Select(line => line.Split(':'))
        .SelectMany(parts => parts[1].Split(' '), (parts, word) => (word, parts[0]))
        .ToFrozenDictionary(pair => pair.word, pair => pair.Item2, StringComparer.Ordinal);
}

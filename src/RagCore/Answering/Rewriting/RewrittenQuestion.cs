using System.Text.Json;
using ChatOpsBot.RagCore.Answering.Citations;

namespace ChatOpsBot.RagCore.Answering.Rewriting;

/// <summary>
/// Reads what a model made of a question, which is data like anything else from outside: bounded, cleaned, and refused when it lost a number, a
/// code or a name of the person's, or brought one along that nobody said.
/// </summary>
internal static class RewrittenQuestion
{
    /// <summary>How many other wordings are searched with.</summary>
    public const int MostVariants = 2;

    private const int LongestReply = 8_000;
    private const int SameBeginning = 3;

    private static readonly string[] Negations = ["not", "no", "nicht", "kein", "nein", "pas", "non", "ni"];

    /// <summary>Returns the question, or null when the reply cannot be used.</summary>
    /// <param name="reply">What the model wrote: JSON with "question" and "variants", or a line for each.</param>
    /// <param name="asked">The person's own words.</param>
    /// <param name="said">What was said before.</param>
    public static StandaloneQuestion? Read(string reply, string asked, IReadOnlyList<string> said)
    {
        var known = Marks([asked, .. said]);
        var usable = Lines(reply.Length > LongestReply ? reply[..LongestReply] : reply)
            .Select(line => QuestionText.Clean(line, FollowUpRewriter.LongestCarried + 1).Text)
            .Where(line => IsQuestion(line, [asked, .. said]) && Marks([line]).IsSubsetOf(known))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(1 + MostVariants)
            .ToArray();
        return usable.Length > 0 && Keeps(usable, asked) ? new StandaloneQuestion(usable[0], Topic: null) { Variants = usable[1..] } : null;
    }

    private static IEnumerable<string> Lines(string reply)
    {
        var (from, to) = (reply.IndexOf('{', StringComparison.Ordinal), reply.LastIndexOf('}'));
        if (from >= 0)
        {
            return to > from ? OfJson(reply[from..(to + 1)]) : [];
        }

        return reply.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => line.Trim('"', '“', '”', '`', '-', '*', ' '));
    }

    private static string[] OfJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var question = Texts(json.RootElement, "question");
            return question.Length == 1 ? [.. question, .. Texts(json.RootElement, "variants")] : [];
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // It is none, or has an escape that stands for half a character.
            return [];
        }
    }

    private static string[] Texts(JsonElement root, string name) => !root.TryGetProperty(name, out var value) ? [] : value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => [.. value.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString()!)],
        _ => [],
    };

    // Neither a command nor an address, a mention or markup comes from a model: the question is told to people again.
    private static bool IsQuestion(string line, IReadOnlyList<string> known)
        => line.Length is > 0 and <= FollowUpRewriter.LongestCarried
            && char.IsLetterOrDigit(line.TrimStart('¿', '¡', '"', '\'', '(', '«', '„', '“').FirstOrDefault())
            && ActiveText.IsIn(line, known);

    /// <summary>Returns the numbers and codes of texts.</summary>
    private static HashSet<string> Marks(IEnumerable<string> texts)
        => [.. texts.SelectMany(Wording.Words).Where(word => word.Any(char.IsDigit)).Select(word => word.ToUpperInvariant())];

    private static bool Keeps(string[] questions, string asked)
    {
        var words = questions.SelectMany(Wording.Words).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Affirmed(asked).All(entry => entry.Word.Any(char.IsDigit)
            ? words.Contains(entry.Word)
            : entry.BeginsSentence || entry.Word.Length < SameBeginning || !char.IsUpper(entry.Word[0]) || words.Any(word => HaveSameBeginning(word, entry.Word)));
    }

    // A name may be bent or said in another language: "Lisbonne" for "Lisbon".
    private static bool HaveSameBeginning(string word, string name)
        => word.Length >= SameBeginning && word.AsSpan(0, SameBeginning).Equals(name.AsSpan(0, SameBeginning), StringComparison.OrdinalIgnoreCase);

    // "not Leeds, Lisbon": what is taken back need not be kept.
    private static IEnumerable<(string Word, bool BeginsSentence)> Affirmed(string asked)
    {
        var (isTakenBack, begins) = (false, true);
        foreach (var raw in asked.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var word = Wording.Words(raw) is [var bare, ..] ? bare : string.Empty;
            isTakenBack |= Negations.Contains(word, StringComparer.OrdinalIgnoreCase);
            if (!isTakenBack && word.Length > 0)
            {
                yield return (word, begins);
            }

            isTakenBack &= raw[^1] is not (',' or ';' or '.' or ':' or '-' or '–');
            begins = raw[^1] is '.' or ':' or '?' or '!';
        }
    }
}

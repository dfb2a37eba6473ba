namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Mail;

/// <summary>
/// Leaves out of an answer what it quotes of the messages before it: those are documents of their own. A short quote that is answered right
/// below it stays, because the answer says nothing without it; what is forwarded stays, because it stands nowhere else.
/// </summary>
internal static class QuotedHistory
{
    private const int LongestKeptQuote = 3;
    private const int HeaderLines = 6;

    private static readonly string[] From = ["From:", "Von:", "De:", "Da:", "Van:"];
    private static readonly string[] Sent = ["Sent:", "Date:", "Gesendet:", "Datum:", "Envoyé", "Enviado", "Inviato:", "Verzonden:"];
    private static readonly string[] Forwarded = ["forward", "weitergeleitet", "transféré", "reenviado", "inoltrato", "doorgestuurd"];

    /// <summary>Returns the text without quoted history; the text itself when nothing else is in it.</summary>
    public static string Remove(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var end = HistoryStart(lines);
        var kept = WithoutLongQuotes(lines.AsSpan(0, end));
        return kept.TrueForAll(string.IsNullOrWhiteSpace) ? text : string.Join('\n', kept);
    }

    private static int HistoryStart(string[] lines)
    {
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at].Trim();
            if (IsDivider(line))
            {
                return IsForwarded(line) ? lines.Length : at;
            }

            if (StartsWithAny(line, From) && lines.Skip(at + 1).Take(HeaderLines).Any(other => StartsWithAny(other.Trim(), Sent)))
            {
                return at;
            }
        }

        return lines.Length;
    }

    // "-----Original Message-----", in whatever language.
    private static bool IsDivider(string line)
        => line.StartsWith("----", StringComparison.Ordinal) && line.EndsWith("----", StringComparison.Ordinal) && line.Any(char.IsLetter);

    private static bool IsForwarded(string line) => Array.Exists(Forwarded, word => line.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static bool StartsWithAny(string line, string[] words) => Array.Exists(words, word => line.StartsWith(word, StringComparison.OrdinalIgnoreCase));

    private static List<string> WithoutLongQuotes(ReadOnlySpan<string> lines)
    {
        var kept = new List<string>();
        for (var at = 0; at < lines.Length;)
        {
            if (!lines[at].StartsWith('>'))
            {
                kept.Add(lines[at++]);
                continue;
            }

            var end = QuoteEnd(lines, at);
            if (end - at <= LongestKeptQuote && IsAnswered(lines, end))
            {
                kept.AddRange(lines[at..end]);
            }
            else
            {
                RemoveAttribution(kept);
            }

            at = end;
        }

        return kept;
    }

    private static int QuoteEnd(ReadOnlySpan<string> lines, int start)
    {
        var end = start;
        for (var at = start; at < lines.Length && (lines[at].StartsWith('>') || string.IsNullOrWhiteSpace(lines[at])); at++)
        {
            end = lines[at].StartsWith('>') ? at + 1 : end;
        }

        return end;
    }

    private static bool IsAnswered(ReadOnlySpan<string> lines, int end)
    {
        foreach (var line in lines[end..])
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                return !IsSignature(line);
            }
        }

        return false;
    }

    private static bool IsSignature(string line) => line.TrimEnd() == "--";

    // "On Tuesday, Ann wrote:" may take two lines.
    private static void RemoveAttribution(List<string> kept)
    {
        var last = kept.FindLastIndex(line => !string.IsNullOrWhiteSpace(line));
        if (last < 0 || !kept[last].TrimEnd().EndsWith(':'))
        {
            return;
        }

        var first = last > 0 && !string.IsNullOrWhiteSpace(kept[last - 1]) && (last < 2 || string.IsNullOrWhiteSpace(kept[last - 2])) ? last - 1 : last;
        kept.RemoveRange(first, kept.Count - first);
    }
}

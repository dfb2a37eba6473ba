namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>The clauses of a sentence, cut at commas and at words that join.</summary>
internal static class Clauses
{
    /// <summary>Returns the ranges of the words between the joints.</summary>
    public static List<(int From, int To)> Of(Reading reading)
    {
        var clauses = new List<(int, int)>();
        var from = 0;
        for (var at = 0; at < reading.Words.Count; at++)
        {
            if (IsJoint(reading, at))
            {
                if (at > from)
                {
                    clauses.Add((from, at));
                }

                from = at + 1;
            }
        }

        if (from < reading.Words.Count)
        {
            clauses.Add((from, reading.Words.Count));
        }

        return clauses;
    }

    private static bool IsJoint(Reading reading, int at)
    {
        if (reading.Quantities.Exists(quantity => quantity.From <= at && at < quantity.To))
        {
            return false;
        }

        var word = reading.Words[at];
        return word.Kind == WordKind.Sign
            ? word.Text is "," or ";" or "·" or "|" or "、" or "—" or "–"
            : word.Text is "and" or "but" or "while" or "whereas" or "und" or "aber" or "sowie" or "et" or "mais" or "y" or "pero"
                || (word.Text is "to" or "bis" or "a" && IsBetweenQuantities(reading, at));
    }

    private static bool IsBetweenQuantities(Reading reading, int at)
        => reading.Quantities.Exists(quantity => quantity.From == at + 1) && reading.Quantities.Exists(quantity => quantity.To <= at);
}

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Spelling;

/// <summary>
/// Counts typing errors between two words: a letter too many, missing, wrong, or swapped with its neighbour (optimal string alignment).
/// In quarters of an error, a wrong letter with one more than the others: letters are left out and swapped more often than replaced.
/// </summary>
internal static class SpellingDistance
{
    private const int Error = 4;
    private const int WrongLetter = 5;
    private const int MaxLength = 32;

    /// <summary>Returns what so many errors cost at most.</summary>
    public static int Limit(int errors) => errors * WrongLetter;

    /// <summary>Returns what the errors cost together; any value above the limit means "too many".</summary>
    public static int Measure(ReadOnlySpan<char> typed, ReadOnlySpan<char> known, int limit)
    {
        Span<int> rows = stackalloc int[3 * (MaxLength + 1)];
        var before = rows[..(MaxLength + 1)];
        var last = rows.Slice(MaxLength + 1, MaxLength + 1);
        var next = rows[(2 * (MaxLength + 1))..];
        for (var column = 0; column <= known.Length; column++)
        {
            last[column] = column * Error;
        }

        for (var row = 1; row <= typed.Length; row++)
        {
            var smallest = next[0] = row * Error;
            for (var column = 1; column <= known.Length; column++)
            {
                var wrong = typed[row - 1] == known[column - 1] ? 0 : WrongLetter;
                var cost = Math.Min(Math.Min(last[column], next[column - 1]) + Error, last[column - 1] + wrong);
                if (row > 1 && column > 1 && typed[row - 1] == known[column - 2] && typed[row - 2] == known[column - 1])
                {
                    cost = Math.Min(cost, before[column - 2] + Error);
                }

                next[column] = cost;
                smallest = Math.Min(smallest, cost);
            }

            if (smallest > limit)
            {
                return smallest;
            }

            var reused = before;
            before = last;
            last = next;
            next = reused;
        }

        return last[known.Length];
    }
}

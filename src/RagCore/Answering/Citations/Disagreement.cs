using ChatOpsBot.RagCore.Answering.Citations.Claims;

namespace ChatOpsBot.RagCore.Answering.Citations;

/// <summary>How two sentences about the same thing differ.</summary>
/// <param name="Values">The two numbers as they are written; null when one denies what the other says.</param>
internal sealed record Disagreement((string Said, string Other)? Values)
{
    private const double SameThing = 0.75;
    private const int FewestTerms = 2;
    private const ClaimMarks Scope = ClaimMarks.Only | ClaimMarks.If | ClaimMarks.Except | ClaimMarks.Part | ClaimMarks.Order;

    /// <summary>Returns how they differ; null when they agree, or speak of different things or cases.</summary>
    public static Disagreement? Between(ReadSentence said, ReadSentence other)
    {
        if (!IsAboutTheSame(said, other) || (said.Said.AllMarks & Scope) != (other.Said.AllMarks & Scope) || !said.Said.Rates.SetEquals(other.Said.Rates))
        {
            return null;
        }

        var (left, right) = (Unshared(said.Said, other.Said), Unshared(other.Said, said.Said));
        var isDenied = said.Said.Denied.Count > 0;
        if (left.Count + right.Count == 0)
        {
            return isDenied != other.Said.Denied.Count > 0 ? new Disagreement(Values: null) : null;
        }

        return isDenied == other.Said.Denied.Count > 0 && left.Count == 1 && right.Count == 1 && IsSameKind(said.Said, left[0], other.Said, right[0])
            ? new Disagreement((Words(said.Said, left[0]), Words(other.Said, right[0])))
            : null;
    }

    private static bool IsAboutTheSame(ReadSentence said, ReadSentence other)
    {
        var shared = said.About.Count(other.About.Contains);
        return shared >= FewestTerms
            && shared >= SameThing * (said.About.Count + other.About.Count - shared)
            && Names(said.Said).SetEquals(Names(other.Said))
            && IsSameTopic(said, other);
    }

    // "Paid leave is 27 days" under "Contractors" and under "Managers" is no contradiction.
    private static bool IsSameTopic(ReadSentence said, ReadSentence other)
    {
        var (left, right) = (Terms(said.Above), Terms(other.Above));
        return left.Overlaps(right) || left.Overlaps(other.About) || right.Overlaps(said.About);
    }

    private static List<Quantity> Unshared(Reading reading, Reading other)
        => reading.Quantities.FindAll(quantity => !other.Quantities.Exists(known => quantity.IsSame(known, _ => false) && known.Bound == quantity.Bound));

    private static bool IsSameKind(Reading said, Quantity left, Reading other, Quantity right)
    {
        if (left.Date is { } || right.Date is { })
        {
            return left.Date is { Day: > 0 } && right.Date is { Day: > 0 } && left.Bound == right.Bound;
        }

        var isTime = left.Value.Contains(':', StringComparison.Ordinal);
        return left.Value != right.Value && left.Bound == right.Bound && left.Unit == right.Unit && isTime == right.Value.Contains(':', StringComparison.Ordinal)
            && (isTime || left.Unit is not null || (Counted(said, left) is { } counted && counted == Counted(other, right)));
    }

    private static string? Counted(Reading reading, Quantity quantity) => reading.Terms.Find(term => term.At == quantity.To).Term;

    private static HashSet<string> Names(Reading reading) => [.. reading.Terms.Where(term => term.IsName).Select(term => term.Term)];

    private static HashSet<string> Terms(Reading reading) => [.. reading.Terms.Where(term => !term.IsLittle).Select(term => term.Term)];

    private static string Words(Reading reading, Quantity quantity)
    {
        var words = string.Join(' ', reading.Words.Skip(quantity.From).Take(quantity.To - quantity.From).Select(word => word.Text));
        return words.Replace("€ ", "€", StringComparison.Ordinal).Replace("£ ", "£", StringComparison.Ordinal).Replace("$ ", "$", StringComparison.Ordinal).Replace(" %", "%", StringComparison.Ordinal);
    }
}

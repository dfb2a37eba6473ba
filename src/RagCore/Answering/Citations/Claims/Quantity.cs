namespace ChatOpsBot.RagCore.Answering.Citations.Claims;

/// <summary>A number that is stated, with what it counts and how it bounds.</summary>
/// <param name="Value">The number in one form, such as <c>1720</c> or <c>16:00</c>.</param>
/// <param name="Unit">The unit in one form, or null.</param>
/// <param name="Bound">What it bounds.</param>
/// <param name="IsLoose">The bound comes from a word such as "limit" somewhere near, not from words at the number.</param>
/// <param name="From">Its first word.</param>
/// <param name="To">The word after its last.</param>
internal sealed record Quantity(string Value, string? Unit, Bound Bound, bool IsLoose, int From, int To)
{
    /// <summary>Gets the date, when it is one.</summary>
    public StatedDate? Date { get; init; }

    /// <summary>Gets the number with its unit, as a term.</summary>
    public string Key => $"{Value} {Unit}";

    /// <summary>Says whether the number and its unit are those of another one; a unit may stand apart, as in the head of a table.</summary>
    /// <param name="other">The quantity of the evidence.</param>
    /// <param name="isNear">Says whether a unit is named near the other one.</param>
    public bool IsSame(Quantity other, Func<string, bool> isNear)
    {
        if (Date is { } date)
        {
            return other.Date is { } known && date.IsIn(known);
        }

        if (other.Date is { Year: > 0 } day)
        {
            return Unit is null && Value == day.Year.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return Value == other.Value && (Unit == other.Unit
            || (Unit is null && (UnitWords.IsCurrency(other.Unit) || isNear(string.Empty)))
            || (Unit is not null && other.Unit is null && isNear(Unit)));
    }

    /// <summary>Says whether it bounds the same as another one does.</summary>
    public bool BoundsAs(Quantity other) => Bound == other.Bound || (other.IsLoose && Bound == Bound.None);
}

/// <summary>How a number bounds what it measures.</summary>
internal enum Bound
{
    None,
    Min,
    Max,
    Over,
    Under,
    Before,
    After,
}

namespace ChatOpsBot.RagCore.Storage.Log;

/// <summary>Where a record stands. The default is nowhere; later records are greater.</summary>
internal readonly record struct LogPosition(int Segment, int Offset) : IComparable<LogPosition>
{
    /// <summary>Gets a value indicating whether this is the place of a record.</summary>
    public bool IsSomewhere => Segment > 0;

    /// <summary>Gets a number that grows with the position.</summary>
    public long Order => ((long)Segment << 32) | (uint)Offset;

    public static bool operator >(LogPosition left, LogPosition right) => left.Order > right.Order;

    public static bool operator <(LogPosition left, LogPosition right) => left.Order < right.Order;

    public static bool operator >=(LogPosition left, LogPosition right) => left.Order >= right.Order;

    public static bool operator <=(LogPosition left, LogPosition right) => left.Order <= right.Order;

    public int CompareTo(LogPosition other) => Order.CompareTo(other.Order);
}

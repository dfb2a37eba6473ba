namespace ChatOpsBot.TestKit.Faults;

/// <summary>What a <see cref="TcpFaultProxy"/> does with the bytes between a client and its server.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Bytes">After how many bytes of answers, or how many bytes a second.</param>
/// <param name="Delay">By how much answers come late.</param>
public sealed record TcpFault(TcpFaultKind Kind, int Bytes = 0, TimeSpan Delay = default)
{
    public static readonly TcpFault None = new(TcpFaultKind.None);
    public static readonly TcpFault Refuse = new(TcpFaultKind.Refuse);
    public static readonly TcpFault HalfOpen = new(TcpFaultKind.HalfOpen);
    public static readonly TcpFault Garbage = new(TcpFaultKind.Garbage);

    public static TcpFault Latency(TimeSpan delay) => new(TcpFaultKind.Latency, Delay: delay);

    public static TcpFault Bandwidth(int bytesPerSecond) => new(TcpFaultKind.Bandwidth, bytesPerSecond);

    public static TcpFault ResetAfter(int bytes) => new(TcpFaultKind.Reset, bytes);

    public static TcpFault CutAfter(int bytes) => new(TcpFaultKind.Cut, bytes);
}

/// <summary>How a connection goes wrong.</summary>
public enum TcpFaultKind
{
    /// <summary>Everything passes.</summary>
    None,

    /// <summary>The port is closed and every connection is reset.</summary>
    Refuse,

    /// <summary>Answers come late.</summary>
    Latency,

    /// <summary>Answers come slowly.</summary>
    Bandwidth,

    /// <summary>The connection is reset after so many bytes of answers.</summary>
    Reset,

    /// <summary>The connection stays open and nothing passes, not even its end.</summary>
    HalfOpen,

    /// <summary>Answers are other bytes, as many as there were.</summary>
    Garbage,

    /// <summary>The connection is closed in good order after so many bytes of answers, in the middle of whatever they were.</summary>
    Cut,
}

namespace ChatOpsBot.RagCore.Storage.Spool;

/// <summary>What a spool is made with.</summary>
/// <param name="MaxBytes">How many bytes are kept at most.</param>
/// <param name="MaxAge">How long a message may wait.</param>
/// <param name="SegmentBytes">The size at which a new file begins.</param>
internal sealed record SpoolSettings(long MaxBytes, TimeSpan MaxAge, int SegmentBytes)
{
    private const int SmallestSegment = 64 << 10;
    private const int LargestSegment = 16 << 20;
    private const int SegmentsToFill = 16;

    // The last file stays when all of it has been drained: small files leave most of the room to what waits.
    public SpoolSettings(SpoolOptions options)
        : this(options.MaxBytes, options.MaxAge, (int)Math.Clamp(options.MaxBytes / SegmentsToFill, SmallestSegment, LargestSegment))
    {
    }
}

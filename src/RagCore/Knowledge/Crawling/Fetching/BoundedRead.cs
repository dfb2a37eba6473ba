namespace ChatOpsBot.RagCore.Knowledge.Crawling.Fetching;

/// <summary>Reads a stream that may be longer than it should.</summary>
internal static class BoundedRead
{
    private const int PieceBytes = 64 * 1024;

    /// <summary>Returns the first bytes of a stream, and whether they are all.</summary>
    public static async Task<(ReadOnlyMemory<byte> Bytes, bool IsWhole)> AtMostAsync(Stream stream, long maxBytes, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var piece = new byte[PieceBytes];
        for (int read; (read = await stream.ReadAsync(piece, cancellationToken)) > 0;)
        {
            var room = (int)Math.Min(read, maxBytes - body.Length);
            body.Write(piece, 0, room);
            if (room < read)
            {
                return (body.ToArray(), false);
            }
        }

        return (body.ToArray(), true);
    }
}

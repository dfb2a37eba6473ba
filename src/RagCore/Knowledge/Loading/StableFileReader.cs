namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>Reads a file that somebody may be writing: what was read counts only if the file was the same before and after.</summary>
internal sealed class StableFileReader(TimeProvider time, TimeSpan pause)
{
    private const int Attempts = 3;

    /// <summary>Returns the bytes and the fingerprint they belong to, or why there are none.</summary>
    public async Task<(LoadOutcome Outcome, byte[] Bytes, FileFingerprint Fingerprint)> ReadAsync(string path, long maxBytes, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                var before = FileFingerprint.Of(path);
                if (before.Length > maxBytes)
                {
                    return (LoadOutcome.TooLarge, [], before);
                }

                // A pipe or a device has no length either, and opening one could wait for ever.
                if (before.Length == 0)
                {
                    return (LoadOutcome.Empty, [], before);
                }

                var bytes = await ReadAtMostAsync(path, before.Length, cancellationToken);
                if (bytes is not null && FileFingerprint.Of(path) == before)
                {
                    return (LoadOutcome.Loaded, bytes, before);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return (LoadOutcome.Unreadable, [], default);
            }

            if (attempt < Attempts)
            {
                await Task.Delay(pause, time, cancellationToken);
            }
        }

        return (LoadOutcome.Changing, [], default);
    }

    /// <summary>Returns null when the file is not as long as it was said to be.</summary>
    private static async Task<byte[]?> ReadAtMostAsync(string path, long length, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        var bytes = new byte[length];
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return read == length && await stream.ReadAsync(new byte[1], cancellationToken) == 0 ? bytes : null;
    }
}

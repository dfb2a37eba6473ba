namespace ChatOpsBot.RagCore.Knowledge.Watching;

/// <summary>Counts and measures while a source is read, from several threads.</summary>
internal sealed class SourceReading(string source, ReadingCounter counter, IngestionMetrics metrics, TimeProvider time)
{
    /// <summary>Counts the files that are to be read.</summary>
    public void Found(int files) => counter.Found(files);

    /// <summary>Returns when a file was begun.</summary>
    public long Begin() => time.GetTimestamp();

    /// <summary>Counts a file that may not be read.</summary>
    public void Skipped() => counter.Read();

    /// <summary>Measures a file that was read.</summary>
    /// <param name="bytes">How long it is.</param>
    /// <param name="started">When it was begun.</param>
    public void Read(int bytes, long started)
    {
        counter.Read();
        metrics.Read(source, bytes, time.GetElapsedTime(started));
    }
}

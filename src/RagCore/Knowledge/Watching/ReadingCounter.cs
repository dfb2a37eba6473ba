namespace ChatOpsBot.RagCore.Knowledge.Watching;

/// <summary>Counts the files of a reading that goes on, from several threads.</summary>
internal sealed class ReadingCounter
{
    private int _found;
    private int _read;

    /// <summary>Gets how far the reading is.</summary>
    public ReadingProgress Progress => new(Volatile.Read(ref _read), Volatile.Read(ref _found));

    /// <summary>Counts files that are to be read.</summary>
    public void Found(int files) => Interlocked.Add(ref _found, files);

    /// <summary>Counts a file that was read or skipped.</summary>
    public void Read() => Interlocked.Increment(ref _read);

    /// <summary>Forgets what was counted: all of it is served, or was refused.</summary>
    public void Clear()
    {
        Volatile.Write(ref _found, 0);
        Volatile.Write(ref _read, 0);
    }
}

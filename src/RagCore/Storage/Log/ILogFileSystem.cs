namespace ChatOpsBot.RagCore.Storage.Log;

/// <summary>
/// The folder of the log, as narrow as the log needs it, so that a test can stand in a disk that forgets what was not flushed.
/// Every member throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when the disk says no.
/// </summary>
internal interface ILogFileSystem
{
    /// <summary>Gets the folder as an operator knows it, for messages.</summary>
    string Folder { get; }

    /// <summary>Creates the folder when it is missing and takes it for this process alone.</summary>
    /// <exception cref="FolderInUseException">Another process holds it.</exception>
    IDisposable Lock();

    /// <summary>Returns the names of the files in the folder.</summary>
    IReadOnlyList<string> List();

    /// <summary>Opens a file for reading and writing, and creates it when it is missing.</summary>
    ILogFile Open(string name);

    /// <summary>Deletes a file.</summary>
    void Delete(string name);

    /// <summary>Makes creations and deletions survive a power loss.</summary>
    void FlushFolder();
}

/// <summary>One file of the log.</summary>
internal interface ILogFile : IDisposable
{
    /// <summary>Gets how many bytes the file has.</summary>
    long Length { get; }

    /// <summary>Writes all bytes at an offset; after an exception some of them may stand in the file.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Reads what is there, at most as much as fits, and says how much. Zero at the end of the file.</summary>
    int Read(Span<byte> bytes, long offset);

    /// <summary>Returns when everything written survives a power loss.</summary>
    void FlushToDisk();

    /// <summary>Cuts the file to a length.</summary>
    void Truncate(long length);
}

/// <summary>The folder belongs to another process.</summary>
internal sealed class FolderInUseException(int? processId, Exception innerException) : IOException("The folder is in use.", innerException)
{
    /// <summary>Gets the id of the process that holds the folder, when it could be read.</summary>
    public int? ProcessId { get; } = processId;
}

using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace ChatOpsBot.RagCore.Storage.Log;

/// <summary>A folder on a real disk.</summary>
internal sealed class PhysicalLogFileSystem(string folder) : ILogFileSystem
{
    private const int HeldOnLinux = 11;
    private const int HeldOnMac = 35;
    private const int HeldOnWindows = unchecked((int)0x80070020);
    private const string LockName = "lock";

    // A file of its own, because nobody can open the locked one, not even to read.
    private const string OwnerName = "lock.owner";

    public string Folder { get; } = Path.GetFullPath(folder);

    public IDisposable Lock()
    {
        CreateFolder();
        try
        {
            return TakeLock();
        }
        catch (IOException held) when (held.HResult is HeldOnLinux or HeldOnMac or HeldOnWindows)
        {
            throw new FolderInUseException(ReadOwner(), held);
        }
    }

    public IReadOnlyList<string> List() => [.. Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path))];

    public ILogFile Open(string name) => new PhysicalLogFile(
        File.OpenHandle(PathOf(name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));

    public void Delete(string name) => File.Delete(PathOf(name));

    public void FlushFolder() => FolderFlush.ToDisk(Folder);

    private void CreateFolder()
    {
        if (Directory.Exists(Folder))
        {
            return;
        }

        Directory.CreateDirectory(Folder);
        FolderFlush.ToDisk(Path.GetDirectoryName(Folder) ?? Folder);
    }

    private FileStream TakeLock()
    {
        var held = new FileStream(PathOf(LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            File.WriteAllText(PathOf(OwnerName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch
        {
            held.Dispose();
            throw;
        }

        return held;
    }

    private int? ReadOwner()
    {
        try
        {
            return int.TryParse(File.ReadAllText(PathOf(OwnerName)), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private string PathOf(string name) => Path.Combine(Folder, name);
}

/// <summary>A file on a real disk.</summary>
internal sealed class PhysicalLogFile(SafeFileHandle handle) : ILogFile
{
    public long Length => RandomAccess.GetLength(handle);

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(handle, bytes, offset);

    public int Read(Span<byte> bytes, long offset) => RandomAccess.Read(handle, bytes, offset);

    public void FlushToDisk() => RandomAccess.FlushToDisk(handle);

    public void Truncate(long length) => RandomAccess.SetLength(handle, length);

    public void Dispose() => handle.Dispose();
}

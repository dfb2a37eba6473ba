using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge.Lexical.Segments;
using Microsoft.Win32.SafeHandles;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Snapshots;

/// <summary>Documents that are read from their file when somebody asks for one.</summary>
internal sealed class KeptDocuments : DocumentTable
{
    private readonly TenantId _tenant;
    private readonly SafeFileHandle _file;
    private readonly TextPlaces _places;
    private readonly ReaderSets _readers;
    private readonly bool[] _superseded;
    private readonly Document?[] _read;

    /// <param name="tenant">Whose they are.</param>
    /// <param name="file">Their file, which stays open as long as this.</param>
    /// <param name="places">Where they are in it.</param>
    /// <param name="readers">Who may read them.</param>
    /// <param name="superseded">Which of them were replaced.</param>
    /// <param name="ids">Their ids as <see cref="DocumentTable.SortedHashes"/> and <see cref="DocumentTable.NumbersByHash"/>.</param>
    public KeptDocuments(TenantId tenant, SafeFileHandle file, TextPlaces places, ReaderSets readers, bool[] superseded, (ulong[] SortedHashes, int[] Numbers) ids)
        : base(ids.SortedHashes, ids.Numbers)
    {
        (_tenant, _file, _places, _readers, _superseded) = (tenant, file, places, readers, superseded);
        _read = new Document?[Count];
    }

    public override Document Get(int number)
    {
        if (Volatile.Read(ref _read[number]) is { } known)
        {
            return known;
        }

        var text = new DocumentText(_places.Lengths[number], () => TextFile.ReadText(_file, _places, number));
        var read = TextFile.ReadDocument(_file, _places, number).ToDocument(_tenant, _readers.Sets[_readers.SetOf[number]], text);

        // Who compares documents by reference must always see the same one.
        return Interlocked.CompareExchange(ref _read[number], read, null) ?? read;
    }

    public override bool IsSuperseded(int number) => _superseded[number];
}

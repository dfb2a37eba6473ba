using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Segments;

/// <summary>The different lists of readers in a segment, and which of them each document has: rights are decided once for each list.</summary>
internal sealed class ReaderSets(IReadOnlyList<string>[] sets, ushort[] setOf)
{
    private const int MaxBits = 64;

    public IReadOnlyList<IReadOnlyList<string>> Sets => sets;

    public ReadOnlySpan<ushort> SetOf => setOf;

    public static ReaderSets Of(IReadOnlyList<Document> documents)
    {
        var sets = new List<IReadOnlyList<string>>();
        var numbers = new Dictionary<string, ushort>(StringComparer.Ordinal);
        var setOf = new ushort[documents.Count];
        for (var number = 0; number < documents.Count; number++)
        {
            var readers = documents[number].Readers;
            if (number > 0 && ReferenceEquals(readers, documents[number - 1].Readers))
            {
                setOf[number] = setOf[number - 1];
                continue;
            }

            var key = string.Join('\0', readers.Select(reader => $"{reader.Length}:{reader}"));
            if (!numbers.TryGetValue(key, out var known))
            {
                known = (ushort)sets.Count;
                numbers.Add(key, known);
                sets.Add(readers);
            }

            setOf[number] = known;
        }

        return new ReaderSets([.. sets], setOf);
    }

    /// <summary>Says for each list whether the filter admits it, as a bit; null when there are more lists than bits.</summary>
    public ulong? AdmittedBits(TenantId tenant, AccessFilter access)
    {
        if (sets.Length > MaxBits)
        {
            return null;
        }

        var bits = 0UL;
        for (var number = 0; number < sets.Length; number++)
        {
            bits |= access.Admits(tenant, sets[number]) ? 1UL << number : 0;
        }

        return bits;
    }

    /// <summary>Says for each list whether the filter admits it.</summary>
    public bool[] Admitted(TenantId tenant, AccessFilter access) => Array.ConvertAll(sets, readers => access.Admits(tenant, readers));
}

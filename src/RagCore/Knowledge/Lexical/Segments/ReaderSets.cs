using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Knowledge.Lexical.Segments;

/// <summary>The different pairs of source and readers in a segment, and which of them each document has: rights are decided once for each pair.</summary>
internal sealed class ReaderSets(string[] sources, IReadOnlyList<string>[] sets, ushort[] setOf)
{
    private const int MaxBits = 64;

    /// <summary>Gets the source of each pair.</summary>
    public IReadOnlyList<string> Sources => sources;

    /// <summary>Gets the readers of each pair.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Sets => sets;

    public ReadOnlySpan<ushort> SetOf => setOf;

    public static ReaderSets Of(IReadOnlyList<Document> documents)
    {
        var sets = new List<IReadOnlyList<string>>();
        var sources = new List<string>();
        var numbers = new Dictionary<string, ushort>(StringComparer.Ordinal);
        var setOf = new ushort[documents.Count];
        for (var number = 0; number < documents.Count; number++)
        {
            var (source, readers) = (documents[number].Source, documents[number].Readers);
            if (number > 0 && ReferenceEquals(readers, documents[number - 1].Readers) && source == documents[number - 1].Source)
            {
                setOf[number] = setOf[number - 1];
                continue;
            }

            var key = string.Join('\0', readers.Prepend(source).Select(part => $"{part.Length}:{part}"));
            if (!numbers.TryGetValue(key, out var known))
            {
                known = (ushort)sets.Count;
                numbers.Add(key, known);
                sets.Add(readers);
                sources.Add(source);
            }

            setOf[number] = known;
        }

        return new ReaderSets([.. sources], [.. sets], setOf);
    }

    /// <summary>Says for each pair whether the filter admits it, as a bit; null when there are more pairs than bits.</summary>
    public ulong? AdmittedBits(TenantId tenant, AccessFilter access)
    {
        if (sets.Length > MaxBits)
        {
            return null;
        }

        var bits = 0UL;
        for (var number = 0; number < sets.Length; number++)
        {
            bits |= access.Admits(tenant, sources[number], sets[number]) ? 1UL << number : 0;
        }

        return bits;
    }

    /// <summary>Says for each pair whether the filter admits it.</summary>
    public bool[] Admitted(TenantId tenant, AccessFilter access) => [.. sources.Zip(sets, (source, readers) => access.Admits(tenant, source, readers))];
}

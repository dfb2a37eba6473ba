namespace ChatOpsBot.Channels.Teams.Outbound.References;

/// <summary>Remembers for a while what is kept under a key, and that nothing is. Bounded. Thread-safe.</summary>
internal sealed class TeamsReferenceCache(TimeProvider time)
{
    private const int MaxReferences = 20_000;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (TeamsReference? Reference, DateTimeOffset End)> _known = new(StringComparer.Ordinal);

    /// <summary>Says whether it is known what is kept.</summary>
    public bool TryFind(string key, out TeamsReference? reference)
    {
        lock (_gate)
        {
            var isKnown = _known.TryGetValue(key, out var known) && time.GetUtcNow() < known.End;
            reference = isKnown ? known.Reference : null;
            return isKnown;
        }
    }

    /// <summary>Remembers a reference, or that there is none; false when that was known.</summary>
    public bool Add(string key, TeamsReference? reference)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_known.TryGetValue(key, out var known) && now < known.End && known.Reference == reference)
            {
                return false;
            }

            if (_known.Count >= MaxReferences)
            {
                _known.Clear();
            }

            _known[key] = (reference, now + Life);
            return true;
        }
    }
}

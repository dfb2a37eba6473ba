using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>
/// Which keys were claimed within the window. Kept in generations of half a window that are dropped whole, so that forgetting costs
/// nothing per key. Not safe for several threads.
/// </summary>
internal sealed class DedupeTable(TimeSpan window)
{
    // Seconds since then fit 32 bits until 2156.
    private static readonly long Epoch = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;

    private readonly List<Generation> _generations = [];
    private readonly long _half = window.Ticks / 2;

    public bool Knows(KeyHash key, long now)
    {
        for (var i = _generations.Count - 1; i >= 0; i--)
        {
            if (_generations[i].Claims.TryGetValue(key, out var second))
            {
                return Epoch + (second * TimeSpan.TicksPerSecond) + window.Ticks > now;
            }
        }

        return false;
    }

    public void Claim(KeyHash key, long at)
    {
        if (_generations.Count == 0 || at - _generations[^1].Start >= _half)
        {
            _generations.Add(new Generation(at, []));
            _generations.RemoveAll(generation => generation.Start + _half + window.Ticks < at);
        }

        _generations[^1].Claims[key] = (uint)Math.Clamp((at - Epoch + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond, 0, uint.MaxValue);
    }

    private sealed record Generation(long Start, Dictionary<KeyHash, uint> Claims);
}

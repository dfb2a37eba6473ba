using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.RagCore.Usage.Budgets;

/// <summary>What the attempts of this process at recent turns paid, so that the answer that is stored is charged with all of them.</summary>
internal sealed class TurnCharges
{
    // Turns that are tried again are few; those that are not are forgotten by this.
    private const int MostTurns = 1_000;

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, IReadOnlyList<ModelCharge>> _turns = new(StringComparer.Ordinal);

    /// <summary>Adds what an attempt paid; returns what all of them did.</summary>
    public IReadOnlyList<ModelCharge> Add(string turnId, IReadOnlyList<ModelCharge> charges)
    {
        lock (_gate)
        {
            IReadOnlyList<ModelCharge> all = [.. Of(turnId), .. charges];
            _turns.Remove(turnId);
            if (all.Count > 0)
            {
                _turns.Add(turnId, all);
            }

            if (_turns.Count > MostTurns)
            {
                _turns.RemoveAt(0);
            }

            return all;
        }
    }

    /// <summary>Returns what the attempts at a turn paid.</summary>
    public IReadOnlyList<ModelCharge> Of(string turnId)
    {
        lock (_gate)
        {
            return _turns.TryGetValue(turnId, out var charges) ? charges : [];
        }
    }
}

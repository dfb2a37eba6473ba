using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Usage.Calls;

namespace ChatOpsBot.RagCore.Answering;

/// <summary>What an answer was made with and what it cost, gathered while it is made. Safe to use from any thread.</summary>
/// <param name="account">Who pays.</param>
/// <param name="spending">Which models may be called.</param>
/// <param name="onCharged">Told of every charge at once, so that it is known also of an answer that comes to nothing.</param>
internal sealed class AnswerTrail(ModelAccount account, SpendingLevel spending, Action<ModelCharge>? onCharged = null)
{
    private readonly Lock _gate = new();
    private readonly List<ModelCharge> _charges = [];
    private readonly Dictionary<string, string> _versions = new(StringComparer.Ordinal);

    public SpendingLevel Spending => spending;

    public ModelAccount Account => account;

    public IReadOnlyList<ModelCharge> Charges
    {
        get
        {
            lock (_gate)
            {
                return [.. _charges];
            }
        }
    }

    /// <summary>Gets what produced the answer, by name: <c>prompt.answer</c> → <c>1.2.0</c>, <c>model.answer</c> → <c>primary</c>.</summary>
    public IReadOnlyDictionary<string, string> Versions
    {
        get
        {
            lock (_gate)
            {
                return new Dictionary<string, string>(_versions, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Returns what to attach to a call of a model.</summary>
    public ModelCall CallFor(ModelPurpose purpose) => new(account, purpose, spending, Charge);

    /// <summary>Notes what a step used.</summary>
    public void Used(string name, string version)
    {
        lock (_gate)
        {
            _versions[name] = version;
        }
    }

    private void Charge(ModelCharge charge)
    {
        lock (_gate)
        {
            _charges.Add(charge);
            _versions[$"model.{charge.Purpose.ToString().ToLowerInvariant()}"] = charge.Model;
        }

        onCharged?.Invoke(charge);
    }
}

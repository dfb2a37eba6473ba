using ChatOpsBot.RagCore.Knowledge.Dense;

namespace ChatOpsBot.RagCore.Models.Embeddings;

/// <summary>The tokens of a day. What is under way counts as spent until its true price is known.</summary>
/// <param name="maxPerDay">How many may be spent in a day (UTC); 0 for any number.</param>
/// <param name="time">Says which day it is.</param>
internal sealed class TokenBudget(long maxPerDay, TimeProvider time)
{
    private readonly Lock _gate = new();
    private DateOnly _day;
    private long _spent;

    /// <summary>Gets what was spent today.</summary>
    public long SpentToday
    {
        get
        {
            lock (_gate)
            {
                BeginDay();
                return _spent;
            }
        }
    }

    /// <exception cref="EmbeddingException">The day has not so many left.</exception>
    public Reservation Reserve(long tokens)
    {
        lock (_gate)
        {
            BeginDay();
            if (maxPerDay > 0 && _spent + tokens > maxPerDay)
            {
                throw new EmbeddingException(
                    EmbeddingFault.OverBudget,
                    $"The embedding tokens of the day are spent (Models:Embedding:MaxTokensPerDay, {maxPerDay}): raise the limit, or wait until midnight UTC.");
            }

            _spent += tokens;
            return new Reservation(_day, tokens);
        }
    }

    /// <summary>Puts what a call cost in place of what was reserved for it.</summary>
    public void Settle(Reservation reservation, long tokens)
    {
        lock (_gate)
        {
            BeginDay();
            _spent += _day == reservation.Day ? tokens - reservation.Tokens : tokens;
        }
    }

    private void BeginDay()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (today > _day)
        {
            (_day, _spent) = (today, 0);
        }
    }

    /// <summary>Tokens set aside for a call.</summary>
    internal readonly record struct Reservation(DateOnly Day, long Tokens);
}

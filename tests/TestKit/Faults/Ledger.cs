namespace ChatOpsBot.TestKit.Faults;

/// <summary>
/// The oracle of the fault tests: knows what was asked where and which deliveries were acknowledged, and judges what people see in the
/// end. A place is a thread or a conversation; one final message is owed there for each acknowledged question.
/// </summary>
public sealed class Ledger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LedgerQuestion> _questions = new(StringComparer.Ordinal);

    /// <summary>Gets everything that was asked, in order.</summary>
    public IReadOnlyList<LedgerQuestion> Questions
    {
        get
        {
            lock (_gate)
            {
                return [.. _questions.Values];
            }
        }
    }

    /// <summary>Notes a question.</summary>
    /// <param name="marker">What tells it from every other.</param>
    /// <param name="place">Where its answer is owed.</param>
    /// <param name="at">When it was delivered first.</param>
    public void Asked(string marker, string place, DateTimeOffset at)
    {
        lock (_gate)
        {
            _questions.Add(marker, new LedgerQuestion(marker, place, at, AcknowledgedAt: null));
        }
    }

    /// <summary>Notes that a delivery of the question was answered with 200; later deliveries change nothing.</summary>
    public void Acknowledged(string marker, DateTimeOffset at)
    {
        lock (_gate)
        {
            var question = _questions[marker];
            _questions[marker] = question with { AcknowledgedAt = question.AcknowledgedAt ?? at };
        }
    }

    /// <summary>Judges.</summary>
    /// <param name="shown">Every message of the bot that a person sees now.</param>
    /// <param name="store">What the database says; null when it cannot be asked.</param>
    public LedgerVerdict Judge(IEnumerable<ShownMessage> shown, StoreState? store = null)
    {
        var questions = Questions;
        var asked = questions.ToLookup(question => question.Place);
        var messages = shown.ToLookup(message => message.Place);
        var places = asked.Select(place => place.Key).Union(messages.Select(place => place.Key))
            .Select(place => PlaceVerdict.Of(place, [.. asked[place]], [.. messages[place]]))
            .ToList();
        return new LedgerVerdict
        {
            Asked = questions.Count,
            Acknowledged = questions.Count(question => question.AcknowledgedAt is not null),
            Answered = places.Sum(place => place.Answered),
            Apologised = places.Sum(place => place.Apologised),
            Doubled = places.Sum(place => place.Doubled),
            Lost = places.Sum(place => place.Lost),
            Silent = places.Sum(place => place.Silent),
            Orphans = places.Sum(place => place.Orphans),
            OpenTurns = store?.OpenTurns ?? 0,
            StuckLeases = store?.Leases ?? 0,
            OrphanPlaces = [.. places.Where(place => place.Orphans > 0).Select(place => place.Place)],
            Findings = [.. places.Where(place => place.Doubled + place.Lost + place.Silent > 0)],
        };
    }
}

/// <summary>A question.</summary>
/// <param name="Marker">What tells it from every other.</param>
/// <param name="Place">Where its answer is owed.</param>
/// <param name="AskedAt">When it was delivered first.</param>
/// <param name="AcknowledgedAt">When a delivery was answered with 200; null: never.</param>
public sealed record LedgerQuestion(string Marker, string Place, DateTimeOffset AskedAt, DateTimeOffset? AcknowledgedAt);

/// <summary>A message of the bot.</summary>
/// <param name="Place">Where.</param>
/// <param name="Kind">What it is.</param>
public sealed record ShownMessage(string Place, ShownKind Kind);

/// <summary>What a message is to the person who asked.</summary>
public enum ShownKind
{
    /// <summary>Says that the bot is at work.</summary>
    Placeholder,

    /// <summary>An answer or a reasoned no.</summary>
    Answer,

    /// <summary>Says that the question could not be answered.</summary>
    Apology,
}

/// <summary>What the database says when all is over.</summary>
/// <param name="OpenTurns">Turns that have not ended.</param>
/// <param name="Leases">Leases that somebody holds.</param>
public sealed record StoreState(int OpenTurns, int Leases);

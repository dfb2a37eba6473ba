namespace ChatOpsBot.TestKit.Faults;

/// <summary>What the ledger found.</summary>
public sealed record LedgerVerdict
{
    public int Asked { get; init; }

    public int Acknowledged { get; init; }

    /// <summary>Gets how many questions have their final message, apologies among them.</summary>
    public int Answered { get; init; }

    /// <summary>Gets how many of the final messages are apologies.</summary>
    public int Apologised { get; init; }

    /// <summary>Gets how many final messages there are that nobody asked for.</summary>
    public int Doubled { get; init; }

    /// <summary>Gets how many acknowledged questions show nothing.</summary>
    public int Lost { get; init; }

    /// <summary>Gets how many acknowledged questions show that the bot is at work, and nothing more.</summary>
    public int Silent { get; init; }

    /// <summary>Gets how many placeholders stand beside what was owed.</summary>
    public int Orphans { get; init; }

    /// <summary>Gets how many turns have not ended.</summary>
    public int OpenTurns { get; init; }

    /// <summary>Gets how many leases are held.</summary>
    public int StuckLeases { get; init; }

    /// <summary>Gets where they stand.</summary>
    public IReadOnlyList<string> OrphanPlaces { get; init; } = [];

    /// <summary>Gets the places where something is wrong.</summary>
    public IReadOnlyList<PlaceVerdict> Findings { get; init; } = [];

    /// <summary>Gets a value indicating whether every promise was kept. Orphans are counted apart.</summary>
    public bool IsKept => Doubled + Lost + Silent + StuckLeases + OpenTurns == 0;

    /// <summary>Gets a value indicating whether everything that was asked was acknowledged and kept.</summary>
    public bool IsComplete => IsKept && Acknowledged == Asked;

    /// <summary>Returns the counts with their names.</summary>
    public IReadOnlyList<(string Name, int Count)> Rows =>
    [
        ("asked", Asked), ("acknowledged", Acknowledged), ("answered", Answered), ("of them apologies", Apologised), ("doubled", Doubled),
        ("lost", Lost), ("silent", Silent), ("open turns", OpenTurns), ("stuck leases", StuckLeases), ("orphaned placeholders", Orphans),
    ];

    public override string ToString()
        => $"{string.Join(", ", Rows.Select(row => $"{row.Name} {row.Count}"))}{string.Concat(Findings.Take(20).Select(finding => $"\n{finding}"))}";
}

/// <summary>What the ledger found in one place.</summary>
/// <param name="Place">Where.</param>
/// <param name="Markers">What was asked there.</param>
public sealed record PlaceVerdict(string Place, string Markers)
{
    public int Answered { get; private init; }

    public int Apologised { get; private init; }

    public int Doubled { get; private init; }

    public int Lost { get; private init; }

    public int Silent { get; private init; }

    public int Orphans { get; private init; }

    public override string ToString() => $"{Place} ({Markers}): answered {Answered}, doubled {Doubled}, lost {Lost}, silent {Silent}, orphans {Orphans}";

    internal static PlaceVerdict Of(string place, IReadOnlyList<LedgerQuestion> questions, IReadOnlyList<ShownMessage> shown)
    {
        // A question that was never acknowledged may have been taken all the same: its answer is neither owed nor one too many.
        var owed = questions.Count(question => question.AcknowledgedAt is not null);
        var placeholders = shown.Count(message => message.Kind is ShownKind.Placeholder);
        var finals = shown.Count - placeholders;
        var missing = Math.Max(0, owed - finals);
        var silent = Math.Min(missing, placeholders);
        return new PlaceVerdict(place, string.Join(' ', questions.Select(question => question.Marker)))
        {
            Answered = Math.Min(finals, questions.Count),
            Apologised = shown.Count(message => message.Kind is ShownKind.Apology),
            Doubled = Math.Max(0, finals - questions.Count),
            Silent = silent,
            Lost = missing - silent,
            Orphans = placeholders - silent,
        };
    }
}

using System.Globalization;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Serialization;
using ChatOpsBot.RagCore.Usage.Ledger;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>What the answers in the log used, and what running turns have set aside. Guarded by the store's gate.</summary>
internal sealed class UsageTable
{
    private readonly Dictionary<KeyHash, TurnUsage> _turns = [];
    private readonly Dictionary<(int Segment, UsageCell Cell), UsageBucket> _buckets = [];
    private readonly Dictionary<UsageDay, UsageTotals> _days = [];
    private readonly Dictionary<KeyHash, OpenClaim> _claims = [];

    /// <summary>Counts an answer, once for each turn.</summary>
    /// <param name="segment">Where it is stored.</param>
    /// <param name="turn">The turn.</param>
    /// <param name="votes">What its votes are stored under.</param>
    /// <param name="usage">What it used.</param>
    public void Add(int segment, KeyHash turn, KeyHash votes, StoredUsage usage)
    {
        if (_turns.ContainsKey(turn))
        {
            return;
        }

        var question = Count(segment, UsageCell.OfQuestion(usage), new UsageTotals(Questions: 1, 0, 0, 0, 0, 0, 0));
        var lines = usage.Lines.Select(line => Count(
            segment,
            UsageCell.OfLine(usage, line),
            new UsageTotals(0, line.Calls, line.EstimatedCalls, line.InputTokens, line.OutputTokens, line.Cost, 0)));
        _turns.Add(turn, new TurnUsage(segment, votes, question.Cell, [.. lines.Select(line => line.Cell)]));
    }

    /// <summary>Sets something aside for a turn, in place of what it had set aside.</summary>
    public void Claim(KeyHash turn, UsageClaim claim, DateTimeOffset now)
    {
        foreach (var over in _claims.Where(open => open.Value.Until <= now).Select(open => open.Key).ToList())
        {
            _claims.Remove(over);
        }

        _claims[turn] = new OpenClaim(claim.Account, claim.Cost, now + claim.Holds);
    }

    /// <summary>Forgets what a turn had set aside.</summary>
    public void Settle(KeyHash turn) => _claims.Remove(turn);

    /// <summary>Returns how much of a window is used, without what the turn itself has set aside.</summary>
    public UsageStand StandOf(UsageWindow window, KeyHash turn)
    {
        var settled = default(UsageTotals);
        for (var day = window.From; day <= window.To; day = day.AddDays(1))
        {
            settled += _days.GetValueOrDefault(new UsageDay(window.Tenant?.Value, window.PersonKey, day));
        }

        var open = _claims.Where(claim => claim.Key != turn && claim.Value.IsOf(window)).Select(claim => claim.Value.Cost).ToList();
        return new UsageStand(settled, open.Count, open.Sum());
    }

    /// <summary>Sums what was used.</summary>
    /// <param name="query">What to sum.</param>
    /// <param name="upVotes">Says how many votes found a turn helpful.</param>
    public IReadOnlyList<UsageRow> List(UsageQuery query, Func<KeyHash, int> upVotes)
    {
        var groups = new SortedDictionary<string, UsageTotals>(StringComparer.Ordinal);
        foreach (var bucket in _buckets.Values.Where(bucket => bucket.Cell.Purpose is not null && bucket.Cell.IsOf(query)))
        {
            Add(groups, bucket.Cell.KeyBy(query.By), bucket.Totals);
        }

        foreach (var turn in _turns.Values.Where(turn => turn.Question.IsOf(query)))
        {
            var counted = new UsageTotals(Questions: 1, 0, 0, 0, 0, 0, upVotes(turn.Votes));
            foreach (var key in turn.Cells.Select(cell => cell.KeyBy(query.By)).Distinct(StringComparer.Ordinal))
            {
                Add(groups, key, counted);
            }
        }

        return [.. groups.Select(group => new UsageRow(group.Key, group.Value))];
    }

    /// <summary>Forgets the answers that are stored in a segment.</summary>
    public void Drop(int segment)
    {
        foreach (var turn in _turns.Where(turn => turn.Value.Segment == segment).Select(turn => turn.Key).ToList())
        {
            _turns.Remove(turn);
        }

        foreach (var (key, bucket) in _buckets.Where(bucket => bucket.Key.Segment == segment).ToList())
        {
            AddToDays(key.Cell, default(UsageTotals) - bucket.Totals);
            _buckets.Remove(key);
        }
    }

    private UsageBucket Count(int segment, UsageCell cell, UsageTotals totals)
    {
        if (!_buckets.TryGetValue((segment, cell), out var bucket))
        {
            bucket = new UsageBucket(cell);
            _buckets.Add((segment, cell), bucket);
        }

        bucket.Totals += totals;
        AddToDays(bucket.Cell, totals);
        return bucket;
    }

    private void AddToDays(UsageCell cell, UsageTotals totals)
    {
        foreach (var day in (UsageDay[])[new(null, null, cell.Day), new(cell.Tenant, null, cell.Day), new(cell.Tenant, cell.Person, cell.Day)])
        {
            var sum = _days.GetValueOrDefault(day) + totals;
            if (sum == default)
            {
                _days.Remove(day);
            }
            else
            {
                _days[day] = sum;
            }
        }
    }

    private static void Add(SortedDictionary<string, UsageTotals> groups, string key, UsageTotals totals)
        => groups[key] = groups.GetValueOrDefault(key) + totals;

    /// <summary>What turns are counted together by. The same instances of texts stand in every turn that counts in a cell.</summary>
    /// <param name="Day">The day.</param>
    /// <param name="Tenant">Whose.</param>
    /// <param name="Channel">Where it was asked.</param>
    /// <param name="Person">Who asked.</param>
    /// <param name="Model">The model; empty for the question itself.</param>
    /// <param name="Purpose">What the model was called for; null for the question itself.</param>
    private sealed record UsageCell(DateOnly Day, string Tenant, string Channel, string Person, string Model, ModelPurpose? Purpose)
    {
        public static UsageCell OfQuestion(StoredUsage usage)
            => new(usage.Day, usage.Account.Tenant.Value, usage.Account.Channel.ToString().ToLowerInvariant(), usage.Account.PersonKey, string.Empty, null);

        public static UsageCell OfLine(StoredUsage usage, UsageLine line) => OfQuestion(usage) with { Model = line.Model, Purpose = line.Purpose };

        public bool IsOf(UsageQuery query) => Day >= query.From && Day <= query.To && (query.Tenant is null || query.Tenant.Value.Value == Tenant);

        public string KeyBy(UsageGrouping by) => by switch
        {
            UsageGrouping.Tenant => Tenant,
            UsageGrouping.Channel => Channel,
            UsageGrouping.Person => Person,
            UsageGrouping.Model => Model,
            UsageGrouping.Purpose => Purpose?.ToString().ToLowerInvariant() ?? string.Empty,
            UsageGrouping.Day => Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => string.Empty,
        };
    }

    private sealed class UsageBucket(UsageCell cell)
    {
        public UsageCell Cell { get; } = cell;

        public UsageTotals Totals { get; set; }
    }

    private sealed record TurnUsage(int Segment, KeyHash Votes, UsageCell Question, UsageCell[] Lines)
    {
        // A question that called no model counts under none.
        public IEnumerable<UsageCell> Cells => Lines.Length > 0 ? Lines : [Question];
    }

    private readonly record struct UsageDay(string? Tenant, string? Person, DateOnly Day);

    private sealed record OpenClaim(AnswerAccount Account, decimal Cost, DateTimeOffset Until)
    {
        public bool IsOf(UsageWindow window)
            => (window.Tenant is null || window.Tenant == Account.Tenant) && (window.PersonKey is null || window.PersonKey == Account.PersonKey);
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json.Serialization;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Usage.Ledger;
using Spectre.Console;

namespace ChatOpsBot.BotHost.Cli;

/// <summary>
/// <c>usage</c>: what was asked, and what models cost for it. The embedded log can be opened only while no process serves from it. People are shown as keys.
/// </summary>
internal static class UsageCommand
{
    private const string MonthForm = "yyyy-MM";

    public static Command Create()
    {
        var tenant = new Option<string?>("--tenant") { Description = "One organisation; all of them without it." };
        var month = new Option<string?>("--month") { Description = "The month as YYYY-MM, in UTC; this one without it." };
        month.Validators.Add(RequireMonth);
        var by = new Option<string?>("--by") { Description = "What to group by." };
        by.AcceptOnlyFromAmong("model", "purpose", "channel", "tenant", "person", "day");
        var json = new Option<bool>("--json") { Description = "Prints one JSON array." };
        var command = new Command("usage", "Shows questions, tokens and cost of a month.") { tenant, month, by, json };
        command.SetAction((parsed, cancellationToken) => ConsoleServices.RunOnStorageAsync(
            (services, token) => RunAsync(
                services,
                QueryOf(parsed.GetValue(tenant), parsed.GetValue(month), parsed.GetValue(by), services.GetRequiredService<TimeProvider>()),
                parsed.GetValue(json),
                token),
            cancellationToken));
        return command;
    }

    private static void RequireMonth(OptionResult result)
    {
        if (result.GetValueOrDefault<string?>() is { } month && !TryMonth(month, out _))
        {
            result.AddError("--month takes a month such as 2026-03.");
        }
    }

    private static bool TryMonth(string text, out DateOnly first)
        => DateOnly.TryParseExact(text, MonthForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out first);

    private static UsageQuery QueryOf(string? tenant, string? month, string? by, TimeProvider time)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var first = month is not null && TryMonth(month, out var named) ? named : new DateOnly(today.Year, today.Month, 1);
        var grouping = by is null ? UsageGrouping.None : Enum.Parse<UsageGrouping>(by, ignoreCase: true);
        return new UsageQuery(tenant is null ? null : new TenantId(tenant), first, new DateOnly(first.Year, first.Month, DateTime.DaysInMonth(first.Year, first.Month)), grouping);
    }

    private static async Task<int> RunAsync(IServiceProvider services, UsageQuery query, bool json, CancellationToken cancellationToken)
    {
        var ledger = services.GetRequiredService<IUsageLedger>();
        var rows = await ledger.ListAsync(query, cancellationToken);
        if (json)
        {
            ConsoleJson.Write(rows.Select(UsageGroup.Of).ToList());
            return 0;
        }

        var whole = query.By is UsageGrouping.None ? rows : await ledger.ListAsync(query with { By = UsageGrouping.None }, cancellationToken);
        AnsiConsole.Write(TableOf(query, rows, whole is [var total] ? total.Totals : default));
        return 0;
    }

    internal static Table TableOf(UsageQuery query, IReadOnlyList<UsageRow> rows, UsageTotals total)
    {
        var table = new Table { Title = new TableTitle(query.From.ToString(MonthForm, CultureInfo.InvariantCulture)) };
        table.AddColumn(query.By is UsageGrouping.None ? string.Empty : query.By.ToString().ToLowerInvariant());
        foreach (var name in (string[])["questions", "calls", "tokens in", "tokens out", "cost", "per question", "up-votes", "per up-vote"])
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var row in query.By is UsageGrouping.None ? [] : rows)
        {
            table.AddRow(CellsOf(row.Key.Length == 0 ? "(none)" : row.Key, row.Totals));
        }

        table.AddRow(CellsOf("total", total));
        return table;
    }

    private static string[] CellsOf(string key, UsageTotals totals) =>
    [
        Markup.Escape(key),
        Count(totals.Questions),
        Count(totals.Calls) + (totals.EstimatedCalls > 0 ? $" ({Count(totals.EstimatedCalls)} est.)" : string.Empty),
        Count(totals.InputTokens),
        Count(totals.OutputTokens),
        Money(totals.Cost),
        Money(totals.CostPerQuestion),
        Count(totals.UpVotes),
        Money(totals.CostPerUpVote),
    ];

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Money(decimal? money) => money?.ToString("0.00####", CultureInfo.InvariantCulture) ?? "-";

    private sealed record UsageGroup(
        [property: JsonPropertyName("key")] string Key,
        [property: JsonPropertyName("questions")] long Questions,
        [property: JsonPropertyName("calls")] long Calls,
        [property: JsonPropertyName("estimated_calls")] long EstimatedCalls,
        [property: JsonPropertyName("input_tokens")] long InputTokens,
        [property: JsonPropertyName("output_tokens")] long OutputTokens,
        [property: JsonPropertyName("cost")] decimal Cost,
        [property: JsonPropertyName("up_votes")] long UpVotes,
        [property: JsonPropertyName("cost_per_question")] decimal? CostPerQuestion,
        [property: JsonPropertyName("cost_per_up_vote")] decimal? CostPerUpVote)
    {
        public static UsageGroup Of(UsageRow row) => new(
            row.Key,
            row.Totals.Questions,
            row.Totals.Calls,
            row.Totals.EstimatedCalls,
            row.Totals.InputTokens,
            row.Totals.OutputTokens,
            row.Totals.Cost,
            row.Totals.UpVotes,
            row.Totals.CostPerQuestion,
            row.Totals.CostPerUpVote);
    }
}

using System.Globalization;
using ChatOpsBot.TestKit.Faults;
using ChatOpsBot.TestKit.Faults.Replicas;
using Spectre.Console;

namespace ChatOpsBot.Benchmarks;

/// <summary>Prints what was measured.</summary>
internal static class Reports
{
    // A workspace grants 50 updates a minute and a tenant 30 requests a second, whatever the number of replicas; the rest goes through the web API.
    private const double SlackQuestionsASecond = 0.5;
    private const double TeamsQuestionsASecond = 6;

    public static FaultStageOptions Spread(double rate) => new()
    {
        SlackEvery = Math.Max(2, (int)Math.Ceiling(rate / SlackQuestionsASecond)),
        TeamsEvery = Math.Max(2, (int)Math.Ceiling(rate / TeamsQuestionsASecond)),
    };

    public static string Seconds(TimeSpan? time) => time is { } known ? known.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture) : "–";

    public static IEnumerable<(string, string)> Percentiles(IReadOnlyList<TimeSpan> sorted)
        => from percent in (int[])[50, 90, 99, 100]
           where sorted.Count > 0
           select ($"p{percent}", Seconds(sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)]));

    public static void Print(LedgerVerdict verdict)
    {
        Print("ledger", "count", verdict.Rows.Select(row => (row.Name, row.Count.ToString(CultureInfo.InvariantCulture))));
        foreach (var platform in verdict.OrphanPlaces.CountBy(place => place.Split(' ')[0]))
        {
            Console.WriteLine($"orphaned placeholders in {platform.Key}: {platform.Value} conversations");
        }

        foreach (var finding in verdict.Findings.Take(20))
        {
            Console.WriteLine(finding);
        }
    }

    public static void Print(string name, string value, IEnumerable<(string Name, string Value)> rows)
    {
        var table = new Table().Border(TableBorder.Ascii).AddColumns(name, value);
        foreach (var row in rows)
        {
            table.AddRow(Markup.Escape(row.Name), Markup.Escape(row.Value));
        }

        AnsiConsole.Write(table);
    }
}

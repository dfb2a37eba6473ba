using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Knowledge;
using Spectre.Console;

namespace ChatOpsBot.BotHost.Cli;

/// <summary><c>search</c>: shows the passages a question finds, best first.</summary>
internal static class SearchCommand
{
    private const int DefaultTop = 10;
    private const int MaxTop = 1_000;

    public static Command Create()
    {
        var query = new Argument<string>("query") { Description = "The words to look for." };
        var top = new Option<int>("--top") { Description = "How many passages, 1 to 1,000.", DefaultValueFactory = _ => DefaultTop };
        top.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MaxTop)
            {
                result.AddError($"--top takes a number from 1 to {MaxTop}.");
            }
        });
        var json = new Option<bool>("--json") { Description = "Prints one JSON array." };
        var reader = new ReaderOptions();
        var command = new Command("search", "Shows ranked passages with scores.") { query, top, json };
        reader.AddTo(command);
        command.SetAction((parsed, cancellationToken) => ConsoleServices.RunAsync(
            (services, token) => SearchAsync(
                services, parsed.GetValue(query)!, reader.Filter(parsed), parsed.GetValue(top), parsed.GetValue(json), token),
            cancellationToken));
        return command;
    }

    private static async Task<int> SearchAsync(
        IServiceProvider services, string query, AccessFilter access, int top, bool json, CancellationToken cancellationToken)
    {
        await ConsoleServices.LoadAsync(services, quiet: json, cancellationToken);
        var passages = await services.GetRequiredService<IKnowledgeIndex>().SearchAsync(query, access, top, cancellationToken);
        var found = passages.Select((passage, index) => FoundPassage.Of(passage, index + 1)).ToList();
        if (json)
        {
            ConsoleJson.Write(found);
        }
        else
        {
            Show(found);
        }

        return 0;
    }

    private static void Show(List<FoundPassage> found)
    {
        var table = new Table().AddColumns("", "score", "document", "where", "text").Border(TableBorder.Simple);
        foreach (var passage in found)
        {
            table.AddRow(
                passage.Rank.ToString(CultureInfo.InvariantCulture),
                passage.Score.ToString("F2", CultureInfo.InvariantCulture),
                Markup.Escape(passage.Document),
                Markup.Escape(string.Join(" › ", passage.HeadingPath.Prepend(passage.Title))),
                Markup.Escape(Shortened(passage.Text)));
        }

        AnsiConsole.Write(table);
    }

    private static string Shortened(string text)
    {
        const int Longest = 160;
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= Longest ? line : string.Concat(line.AsSpan(0, char.IsHighSurrogate(line[Longest - 1]) ? Longest - 1 : Longest), "…");
    }

    private sealed record FoundPassage(
        [property: JsonPropertyName("rank")] int Rank,
        [property: JsonPropertyName("score")] double Score,
        [property: JsonPropertyName("document")] string Document,
        [property: JsonPropertyName("title")] string Title,
        [property: JsonPropertyName("heading_path")] IReadOnlyList<string> HeadingPath,
        [property: JsonPropertyName("start")] int Start,
        [property: JsonPropertyName("end")] int End,
        [property: JsonPropertyName("text")] string Text)
    {
        public static FoundPassage Of(Passage passage, int rank) => new(
            rank,
            Math.Round(passage.Score, 4),
            passage.Chunk.Document.Id,
            passage.Chunk.Document.Title,
            passage.Chunk.HeadingPath,
            passage.Chunk.Start,
            passage.Chunk.End,
            passage.Chunk.Text);
    }
}

using System.Globalization;
using System.Text.Json;

namespace ChatOpsBot.RagCore.Evaluation;

/// <summary>Reads <c>corpus.jsonl</c>, <c>queries.jsonl</c> and <c>qrels.tsv</c>. A line that cannot be read names file and number.</summary>
public static class BeirReader
{
    private static readonly string[] FileNames = ["corpus.jsonl", "queries.jsonl", "qrels.tsv"];

    /// <summary>Reads the files of a folder, which are called as the benchmark calls them.</summary>
    /// <exception cref="DataSetException">A file is missing, a line cannot be read, or an id occurs twice.</exception>
    public static Task<BeirDataSet> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        string[] files = [.. FileNames.Select(name => Path.Combine(folder, name))];
        return Array.Find(files, file => !File.Exists(file)) is { } missing
            ? throw new DataSetException($"{missing} does not exist. A set is a folder with {string.Join(", ", FileNames)}.")
            : ReadAsync(files[0], files[1], files[2], cancellationToken);
    }

    /// <summary>Reads the three files. Questions without a judgement are left out.</summary>
    /// <exception cref="DataSetException">A line cannot be read, or an id occurs twice.</exception>
    public static async Task<BeirDataSet> ReadAsync(string corpus, string queries, string judgements, CancellationToken cancellationToken)
    {
        var judged = await ReadJudgementsAsync(judgements, cancellationToken);
        var documents = await ReadLinesAsync(corpus, row => new BeirDocument(Text(row, "_id"), Optional(row, "title"), Optional(row, "text")), cancellationToken);
        var questions = await ReadLinesAsync(queries, row => new BeirQuery(Text(row, "_id"), Text(row, "text")), cancellationToken);
        RefuseRepeated(corpus, documents.Select(document => document.Id));
        RefuseRepeated(queries, questions.Select(query => query.Id));
        return new BeirDataSet(documents, [.. questions.Where(query => judged.ContainsKey(query.Id))], judged);
    }

    private static async Task<List<T>> ReadLinesAsync<T>(string path, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            try
            {
                using var row = JsonDocument.Parse(line);
                rows.Add(read(row.RootElement));
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
            {
                throw new DataSetException(path, number, "is not a JSON object with the fields expected", exception);
            }
        }

        return rows;
    }

    private static async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>>> ReadJudgementsAsync(
        string path, CancellationToken cancellationToken)
    {
        var judgements = new Dictionary<string, Dictionary<string, int>>(StringComparer.Ordinal);
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            number++;
            var isHeader = number == 1 && line.StartsWith("query-id", StringComparison.Ordinal);
            if (!isHeader && !string.IsNullOrWhiteSpace(line))
            {
                AddJudgement(judgements, path, number, line);
            }
        }

        return judgements
            .Where(judged => judged.Value.Values.Any(grade => grade > 0))
            .ToDictionary(judged => judged.Key, IReadOnlyDictionary<string, int> (judged) => judged.Value, StringComparer.Ordinal);
    }

    private static void AddJudgement(Dictionary<string, Dictionary<string, int>> judgements, string path, int number, string line)
    {
        var fields = line.Split('\t');
        if (fields.Length != 3 || !int.TryParse(fields[2].Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var grade))
        {
            throw new DataSetException(path, number, "is not query id, document id and grade, separated by tabs", inner: null);
        }

        if (!judgements.TryGetValue(fields[0], out var judged))
        {
            judgements[fields[0]] = judged = new Dictionary<string, int>(StringComparer.Ordinal);
        }

        judged[fields[1]] = grade;
    }

    private static void RefuseRepeated(string path, IEnumerable<string> ids)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (ids.FirstOrDefault(id => !seen.Add(id)) is { } repeated)
        {
            throw new DataSetException($"{path}: the id {repeated} occurs twice.");
        }
    }

    private static string Text(JsonElement row, string name)
        => row.GetProperty(name).GetString() ?? throw new KeyNotFoundException(name);

    private static string Optional(JsonElement row, string name)
        => row.TryGetProperty(name, out var value) ? value.GetString() ?? string.Empty : string.Empty;
}

using System.Text.Json;

namespace ChatOpsBot.RagCore.Evaluation;

/// <summary>Keeps the results of single questions, so that two configurations can be compared question by question.</summary>
public static class QueryResultFile
{
    /// <summary>Writes a file of results in place of an earlier one.</summary>
    public static Task WriteAsync(string path, IEnumerable<QueryResult> results, CancellationToken cancellationToken)
        => File.WriteAllLinesAsync(path, results.Select(result => JsonSerializer.Serialize(result)), cancellationToken);

    /// <summary>Reads a file of results.</summary>
    /// <exception cref="DataSetException">A line is no result; the message names it.</exception>
    public static async Task<IReadOnlyList<QueryResult>> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var results = new List<QueryResult>();
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            number++;
            try
            {
                results.Add(JsonSerializer.Deserialize<QueryResult>(line) ?? throw new JsonException());
            }
            catch (JsonException)
            {
                throw new DataSetException($"{path}:{number}: not a result of 'eval retrieval --per-query'. Write the file anew.");
            }
        }

        return results;
    }
}

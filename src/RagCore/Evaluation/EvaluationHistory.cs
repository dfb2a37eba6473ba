using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOpsBot.RagCore.Evaluation;

/// <summary>A file of reports over time, a line of JSON each: the report with its time (<c>at</c>) and the name of the set (<c>set</c>).</summary>
public static class EvaluationHistory
{
    /// <summary>Adds a report at the end.</summary>
    /// <exception cref="DataSetException">The file cannot be written.</exception>
    public static async Task AppendAsync<T>(string path, string set, T report, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var line = new JsonObject { ["at"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), ["set"] = set };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(report)!.AsObject().ToArray())
        {
            line[name] = value?.DeepClone();
        }

        try
        {
            await File.AppendAllTextAsync(path, line.ToJsonString() + "\n", cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DataSetException($"{path}: the history cannot be written. Name a file in a folder that exists and may be written.");
        }
    }
}

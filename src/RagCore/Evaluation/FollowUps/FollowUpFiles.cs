using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatOpsBot.RagCore.Evaluation.FollowUps;

/// <summary>Reads follow-up questions and the script that stands in for a model.</summary>
public static class FollowUpFiles
{
    /// <summary>Reads the turns.</summary>
    /// <exception cref="DataSetException">The file cannot be read, or two turns have one id.</exception>
    public static async Task<IReadOnlyList<FollowUpTurn>> ReadTurnsAsync(string path, CancellationToken cancellationToken)
    {
        var turns = (await ReadAsync<TurnFile>(path, cancellationToken)).Turns;
        return turns.GroupBy(turn => turn.Id, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { Key: var id }
            ? throw new DataSetException($"{path} names the turn {id} twice: give each an id of its own.")
            : turns;
    }

    /// <summary>Reads what a model is taken to reply, by the ids of the turns: the question made whole, then other wordings.</summary>
    /// <exception cref="DataSetException">The file cannot be read.</exception>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> ReadRewritesAsync(string path, CancellationToken cancellationToken)
        => (await ReadAsync<RewriteFile>(path, cancellationToken)).Rewrites;

    private static async Task<T> ReadAsync<T>(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync<T>(stream, JsonSerializerOptions.Default, cancellationToken)
                ?? throw new DataSetException($"{path} is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataSetException($"{path} cannot be read: {exception.Message}", exception);
        }
        catch (JsonException exception)
        {
            throw new DataSetException($"{path} is not a file of follow-up questions: {exception.Message}", exception);
        }
    }

    private sealed record TurnFile([property: JsonPropertyName("turns"), JsonRequired] IReadOnlyList<FollowUpTurn> Turns);

    private sealed record RewriteFile([property: JsonPropertyName("rewrites"), JsonRequired] IReadOnlyDictionary<string, IReadOnlyList<string>> Rewrites);
}

using System.Globalization;
using System.Text.Json;

namespace ChatOpsBot.RagCore.Evaluation.Answers;

/// <summary>Reads a SQuAD v2 file. What is not one is refused with the name of the file and the place.</summary>
public static class SquadReader
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="DataSetException">The file is missing, is not JSON, or lacks a field.</exception>
    public static async Task<SquadFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(path);
            using var json = await JsonDocument.ParseAsync(stream, default, cancellationToken);
            return Read(json.RootElement);
        }
        catch (IOException exception)
        {
            throw new DataSetException($"{path} cannot be read: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new DataSetException($"{path} is not a SQuAD v2 file: {exception.Message}", exception);
        }
    }

    private static SquadFile Read(JsonElement root)
    {
        var paragraphs = new List<SquadParagraph>();
        var questions = new List<SquadQuestion>();
        foreach (var article in root.GetProperty("data").EnumerateArray())
        {
            var title = Text(article, "title").Replace('_', ' ');
            var number = 0;
            foreach (var paragraph in article.GetProperty("paragraphs").EnumerateArray())
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"{title}/{++number}");
                paragraphs.Add(new SquadParagraph(id, title, Text(paragraph, "context")));
                questions.AddRange(paragraph.GetProperty("qas").EnumerateArray().Select(Question));
            }
        }

        return new SquadFile(paragraphs, questions);
    }

    private static SquadQuestion Question(JsonElement question)
    {
        var isImpossible = question.TryGetProperty("is_impossible", out var impossible) && impossible.GetBoolean();
        var answers = isImpossible ? [] : question.GetProperty("answers").EnumerateArray().Select(answer => Text(answer, "text")).Distinct(StringComparer.Ordinal);
        return new SquadQuestion(Text(question, "id"), Text(question, "question"), [.. answers]);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new KeyNotFoundException(name);
}

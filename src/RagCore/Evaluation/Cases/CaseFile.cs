using ChatOpsBot.RagCore.Diagnostics.Yaml;

namespace ChatOpsBot.RagCore.Evaluation.Cases;

/// <summary>The reviewed cases with their thresholds.</summary>
/// <param name="Cases">In the order of the file.</param>
/// <param name="Thresholds">What must hold.</param>
public sealed record CaseFile(IReadOnlyList<RegressionCase> Cases, CaseThresholds Thresholds)
{
    private const int MaxCases = 10_000;

    /// <summary>Reads a file of cases.</summary>
    /// <exception cref="DataSetException">It cannot be read; the message names every fault with its line.</exception>
    public static async Task<CaseFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return Read(path, await File.ReadAllTextAsync(path, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataSetException($"{path} cannot be read. Name a file of cases with --file.", exception);
        }
        catch (YamlFaultException fault)
        {
            throw new DataSetException($"{path}, line {fault.Line}: {fault.Message}.", fault);
        }
    }

    internal static CaseFile Read(string path, string text)
    {
        var faults = new List<string>();
        var fields = new YamlFields(YamlFile.Read(text), path, faults);
        var thresholds = fields.Map("thresholds");
        var read = new CaseThresholds { Answered = thresholds?.Number("answered", 0, 1) ?? 1, Refused = thresholds?.Number("refused", 0, 1) ?? 1 };
        thresholds?.RefuseOthers();
        var cases = new Dictionary<string, RegressionCase>(StringComparer.Ordinal);
        foreach (var each in fields.Maps("cases", isRequired: true).Take(MaxCases))
        {
            if (CaseOf(each) is { } found && !cases.TryAdd(found.Id, found))
            {
                each.Add(each.LineOf("id"), $"the id {found.Id} stands twice; give one of them another");
            }
        }

        fields.RefuseOthers();
        return faults.Count == 0 ? new CaseFile([.. cases.Values], read) : throw new DataSetException(string.Join(Environment.NewLine, faults));
    }

    private static RegressionCase? CaseOf(YamlFields fields)
    {
        var id = fields.Text("id", isRequired: true);
        var question = fields.Text("question", isRequired: true);
        var found = new RegressionCase(id?.Value ?? string.Empty, question?.Value ?? string.Empty)
        {
            Thread = Texts(fields, "thread"),
            Contains = Texts(fields, "contains"),
            Excludes = Texts(fields, "excludes"),
            Cites = Texts(fields, "cites"),
            Refuses = fields.OneOf<Truth>("refuses") is Truth.True,
        };
        fields.RefuseOthers();
        if (found.Refuses == (found.Contains.Count + found.Cites.Count > 0))
        {
            fields.Add(fields.Line, "a case wants either an answer (contains, cites) or none (refuses: true); write one of the two");
        }

        return id is null || question is null ? null : found;
    }

    private static string[] Texts(YamlFields fields, string name) => [.. fields.Texts(name).Select(text => text.Value)];

    private enum Truth
    {
        False,
        True,
    }
}

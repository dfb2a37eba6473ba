using ChatOpsBot.RagCore.Evaluation;
using ChatOpsBot.RagCore.Evaluation.Cases;
using ChatOpsBot.TestKit.Files;

namespace ChatOpsBot.RagCore.UnitTests.Evaluation.Cases;

public sealed class CaseFileTests
{
    private const string Good = """
        thresholds:
          answered: 0.9
          refused: 0.5
        cases:
          - id: leave
            question: How much leave?
            thread: [In Leeds?]
            contains: ["27 days"]
            cites: [people/leave.md]
          - id: dogs
            question: Dogs?
            refuses: true
        """;

    [Fact]
    public void Cases_are_read_with_their_thresholds()
    {
        var file = CaseFile.Read("cases.yaml", Good);

        Assert.Equal((0.9, 0.5), (file.Thresholds.Answered, file.Thresholds.Refused));
        Assert.Equal(["leave", "dogs"], file.Cases.Select(each => each.Id));
        Assert.Equal(("In Leeds?", "27 days", "people/leave.md"), (file.Cases[0].Thread[0], file.Cases[0].Contains[0], file.Cases[0].Cites[0]));
        Assert.True(file.Cases[1].Refuses);
    }

    [Theory]
    [InlineData("answered: 0.9", "answered: 9", "line 2: answered (9) is not a number from 0 to 1")]
    [InlineData("id: dogs", "id: leave", "line 10: the id leave stands twice")]
    [InlineData("refuses: true", "refuses: maybe", "line 12: refuses (maybe) is not one of false, true")]
    [InlineData("    refuses: true", "    asks: true", "line 12: asks is not known here")]
    [InlineData("    refuses: true", "", "line 10: a case wants either an answer")]
    [InlineData("refuses: true", "refuses: true\n    contains: [x]", "line 10: a case wants either an answer")]
    [InlineData("    question: Dogs?", "", "line 10: question is missing")]
    public void A_fault_names_file_and_line(string good, string bad, string fault)
    {
        var text = Good.Replace(good, bad, StringComparison.Ordinal);

        Assert.Contains($"cases.yaml, {fault}", Assert.Throws<DataSetException>(() => CaseFile.Read("cases.yaml", text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cases_of_the_repository_can_be_read_and_name_documents_that_exist()
    {
        var file = await CaseFile.ReadAsync(RepositoryFiles.PathOf("samples", "evaluation", "cases.yaml"), CancellationToken.None);

        Assert.True(file.Cases.Count >= 50);
        Assert.All(file.Cases.SelectMany(each => each.Cites), document => Assert.True(File.Exists(RepositoryFiles.PathOf("samples", "handbook", document)), document));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
        => Assert.Contains("nowhere.yaml", (await Assert.ThrowsAsync<DataSetException>(() => CaseFile.ReadAsync("nowhere.yaml", CancellationToken.None))).Message, StringComparison.Ordinal);
}

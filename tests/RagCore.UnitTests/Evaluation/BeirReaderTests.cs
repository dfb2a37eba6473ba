using ChatOpsBot.RagCore.Evaluation;

namespace ChatOpsBot.RagCore.UnitTests.Evaluation;

public sealed class BeirReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("beir").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Only_judged_questions_are_kept()
    {
        var data = await ReadAsync(
            """{"_id":"d1","title":"T","text":"x","extra":[1]}""" + "\n\n" + """{"_id":"d2","text":"y"}""",
            """{"_id":"q1","text":"one"}""" + "\n" + """{"_id":"q2","text":"two"}""" + "\n" + """{"_id":"q3","text":"three"}""",
            "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq3\td2\t0\n");

        Assert.Equal([new BeirDocument("d1", "T", "x"), new BeirDocument("d2", "", "y")], data.Documents);
        Assert.Equal([new BeirQuery("q1", "one")], data.Queries);
        Assert.Equal(2, data.Judgements["q1"]["d1"]);
    }

    [Theory]
    [InlineData("{\"_id\":\"d1\"}\n{oops", "{\"_id\":\"q\",\"text\":\"t\"}", "q\td1\t1", "corpus.jsonl, line 2")]
    [InlineData("[]", "{\"_id\":\"q\",\"text\":\"t\"}", "q\td1\t1", "corpus.jsonl, line 1")]
    [InlineData("{\"_id\":7}", "{\"_id\":\"q\",\"text\":\"t\"}", "q\td1\t1", "corpus.jsonl, line 1")]
    [InlineData("{\"_id\":\"d1\"}", "{\"_id\":\"q\"}", "q\td1\t1", "queries.jsonl, line 1")]
    [InlineData("{\"_id\":\"d1\"}", "{\"_id\":\"q\",\"text\":\"t\"}", "q\td1\tmuch", "qrels.tsv, line 1")]
    [InlineData("{\"_id\":\"d1\"}", "{\"_id\":\"q\",\"text\":\"t\"}", "query-id\tcorpus-id\tscore\nq d1 1", "qrels.tsv, line 2")]
    [InlineData("{\"_id\":\"d1\"}\n{\"_id\":\"d1\"}", "{\"_id\":\"q\",\"text\":\"t\"}", "q\td1\t1", "d1 occurs twice")]
    public async Task A_bad_line_is_named(string corpus, string queries, string judgements, string named)
    {
        var exception = await Assert.ThrowsAsync<DataSetException>(() => ReadAsync(corpus, queries, judgements));

        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    private async Task<BeirDataSet> ReadAsync(string corpus, string queries, string judgements)
    {
        string[] paths = [Path.Combine(_folder, "corpus.jsonl"), Path.Combine(_folder, "queries.jsonl"), Path.Combine(_folder, "qrels.tsv")];
        await File.WriteAllTextAsync(paths[0], corpus);
        await File.WriteAllTextAsync(paths[1], queries);
        await File.WriteAllTextAsync(paths[2], judgements);
        return await BeirReader.ReadAsync(paths[0], paths[1], paths[2], CancellationToken.None);
    }
}

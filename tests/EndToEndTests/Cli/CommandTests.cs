using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatOpsBot.EndToEndTests.Processes;
using ChatOpsBot.TestKit.Models;

namespace ChatOpsBot.EndToEndTests.Cli;

/// <summary>The commands as a person or a script runs them: exit code and output of a process.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CommandTests() => Directory.CreateDirectory(Path.Combine(_folder.Path, "docs"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ask_prints_the_chat_object_with_quotes_that_stand_in_the_document()
    {
        const string Text = "# Badges\n\nA visitor badge is returned at the north gate.\n";
        UseDocument("badges.md", Text);

        var chat = await JsonOfAsync("ask", "Where is a visitor badge returned?", "--json");

        Assert.Equal("answer", chat.GetProperty("kind").GetString());
        Assert.Equal("extractive", chat.GetProperty("mode").GetString());
        Assert.NotEmpty(chat.GetProperty("turn_id").GetString()!);
        Assert.NotEmpty(chat.GetProperty("conversation_id").GetString()!);
        Assert.Contains("north gate", chat.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.True(chat.GetProperty("timings_ms").GetProperty("total").GetDouble() > 0);
        var citation = Assert.Single(chat.GetProperty("citations").EnumerateArray());
        Assert.Equal((1, "Badges", "badges.md"), (citation.GetProperty("number").GetInt32(), citation.GetProperty("title").GetString(), citation.GetProperty("document").GetString()));
        Assert.NotEmpty(citation.GetProperty("link").GetString()!);
        Assert.Equal(Text[citation.GetProperty("start").GetInt32()..citation.GetProperty("end").GetInt32()], citation.GetProperty("quote").GetString());
    }

    [Fact]
    public async Task Search_prints_ranked_passages_with_their_places()
    {
        const string Text = "# Travel\n\n## Trains\n\nBook trains two weeks ahead.\n";
        UseDocument("travel.md", Text);

        var found = await JsonOfAsync("search", "book trains", "--top", "1", "--json");

        var passage = Assert.Single(found.EnumerateArray());
        Assert.Equal(
            ["rank", "score", "document", "title", "heading_path", "start", "end", "text"],
            passage.EnumerateObject().Select(property => property.Name));
        Assert.Equal((1, "travel.md", "Travel"), (passage.GetProperty("rank").GetInt32(), passage.GetProperty("document").GetString(), passage.GetProperty("title").GetString()));
        Assert.Equal(["Trains"], passage.GetProperty("heading_path").EnumerateArray().Select(heading => heading.GetString()));
        Assert.Equal(Text[passage.GetProperty("start").GetInt32()..passage.GetProperty("end").GetInt32()], passage.GetProperty("text").GetString());
        Assert.True(passage.GetProperty("score").GetDouble() > 0);
    }

    [Fact]
    public async Task Ingest_says_what_became_of_each_file_and_keeps_the_good_ones()
    {
        _folder.File("in/good.md", "# Good\n\nwords");
        _folder.File("in/bad.md", "zero\0byte");

        var (exitCode, output) = await RunAsync("ingest", Path.Combine(_folder.Path, "in"), "--tenant", "acme", "--readers", "hr,legal");

        Assert.Equal(1, exitCode);
        Assert.Matches(@"(?m)^Binary +bad\.md: The file is not text\.$", output);
        Assert.Matches(@"(?m)^Loaded +good\.md$", output);
        Assert.Matches(@"(?m)^ +Loaded +[|│]? *1 *$", output);
        Assert.Matches(@"(?m)^ +Binary +[|│]? *1 *$", output);
        Assert.Contains("1 of 2 files kept for hr, legal of acme.", output, StringComparison.Ordinal);
        Assert.Equal(
            ["tenant=acme/readers=hr+legal/good.md"],
            Directory.GetFiles(DocumentFolder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(DocumentFolder, file)));
    }

    [Fact]
    public async Task Ingest_of_good_files_alone_ends_with_0()
    {
        var (exitCode, output) = await RunAsync("ingest", _folder.File("good.md", "# Good\n\nwords"));

        Assert.Equal(0, exitCode);
        Assert.Contains("1 of 1 files kept for everyone of default.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_new_prints_a_key_and_the_hash_of_that_key()
    {
        var (exitCode, output) = await RunAsync("key", "new");

        var words = output.Split(['\n', ' '], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((0, 4), (exitCode, words.Length));
        Assert.Equal(["key", "hash"], [words[0], words[2]]);
        Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words[1]))), words[3]);
    }

    [Theory]
    [InlineData("'frobnicate'", "frobnicate")]
    [InlineData("There is no file or folder at ", "ingest", "/nowhere/at/all")]
    [InlineData("missing: --queries, --qrels.", "eval", "retrieval", "--corpus", "/etc/hostname")]
    [InlineData("--per-query is about one set", "eval", "retrieval", "--set", "/tmp", "--per-query", "x")]
    [InlineData("A set is a folder with corpus.jsonl, queries.jsonl, qrels.tsv.", "eval", "retrieval", "--set", "/usr")]
    [InlineData("--top takes a number from 1 to 1000.", "search", "x", "--top", "0")]
    public async Task What_cannot_be_run_is_said_in_a_line_and_ends_with_1(string said, params string[] args)
    {
        var (exitCode, output) = await RunAsync(args);

        Assert.Equal(1, exitCode);
        Assert.Contains(said, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_retrieval_prints_every_measure_of_a_set()
    {
        var set = UseSet("set");

        var report = await JsonOfAsync(
            "eval", "retrieval", "--corpus", Path.Combine(set, "corpus.jsonl"), "--queries", Path.Combine(set, "queries.jsonl"), "--qrels", Path.Combine(set, "qrels.tsv"), "--json");

        Assert.Equal(
            ["documents", "queries", "ndcg_at_10", "recall_at_100", "mrr_at_10", "build_ms", "index_bytes", "latency_ms", "dev", "test"],
            report.EnumerateObject().Select(property => property.Name));
        Assert.Equal((2, 2), (report.GetProperty("documents").GetInt32(), report.GetProperty("queries").GetInt32()));
        Assert.All((string[])["ndcg_at_10", "recall_at_100", "mrr_at_10"], name => Assert.Equal(1, report.GetProperty(name).GetDouble()));
        Assert.All((string[])["build_ms", "index_bytes"], name => Assert.True(report.GetProperty(name).GetDouble() > 0));
        Assert.Equal(["p50", "p99"], report.GetProperty("latency_ms").EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task Eval_retrieval_of_several_sets_prints_each_and_the_mean_of_the_half_that_was_asked()
    {
        var report = await JsonOfAsync("eval", "retrieval", "--set", UseSet("one"), "--set", UseSet("two"), "--split", "dev", "--json");

        Assert.Equal(["sets", "mean"], report.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["one", "two"], report.GetProperty("sets").EnumerateObject().Select(property => property.Name));
        Assert.Equal(1, report.GetProperty("sets").GetProperty("two").GetProperty("queries").GetInt32());
        Assert.False(report.GetProperty("sets").GetProperty("two").TryGetProperty("test", out _));
        Assert.Equal(
            ["ndcg_at_10", "recall_at_100", "mrr_at_10", "dev_ndcg_at_10"],
            report.GetProperty("mean").EnumerateObject().Select(property => property.Name));
        Assert.Equal(1, report.GetProperty("mean").GetProperty("dev_ndcg_at_10").GetDouble());
    }

    [Fact]
    public async Task Eval_retrieval_by_words_and_meaning_gives_every_document_and_question_a_vector()
    {
        await using var model = await FakeEmbeddings.StartAsync();
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Storage__DataPath"] = Path.Combine(_folder.Path, "data"),
            ["Models__Embedding__Provider"] = "OpenAI",
            ["Models__Embedding__Endpoint"] = model.Endpoint.ToString(),
            ["Models__Embedding__ApiKey"] = FakeEmbeddings.ApiKey,
            ["Models__Embedding__Model"] = FakeEmbeddings.Model,
            ["Models__Embedding__Dimensions"] = "64",
        };

        var (exitCode, output) = await BotProcess.RunAsync(settings, "Development", ["eval", "retrieval", "--set", UseSet("set"), "--hybrid", "--json"]);

        Assert.True(exitCode == 0, output);
        Assert.Equal(1, JsonSerializer.Deserialize<JsonElement>(output).GetProperty("mean").GetProperty("ndcg_at_10").GetDouble());
        Assert.Contains(model.Calls.SelectMany(call => call.Texts), text => text.Contains("north gate", StringComparison.Ordinal));
        Assert.Contains(model.Calls.SelectMany(call => call.Texts), text => text.Contains("return a visitor badge", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Eval_answers_names_a_setting_that_cannot_be_used()
    {
        const string Squad = """{"version":"v2.0","data":[{"title":"t","paragraphs":[{"context":"Words.","qas":[{"id":"1","question":"What?","is_impossible":true,"answers":[]}]}]}]}""";
        var file = _folder.File("squad.json", Squad);

        var (exitCode, output) = await RunAsync(("Answering__PassageCount", "0"), "eval", "answers", "--squad", file, "--json");

        Assert.Equal((1, "Answering:PassageCount (0) must be between 1 and 50."), (exitCode, output.Trim()));
    }

    private string UseSet(string name)
    {
        _folder.File($"{name}/corpus.jsonl", """
            {"_id":"d1","title":"Badges","text":"A visitor badge is returned at the north gate."}
            {"_id":"d2","title":"Trains","text":"Book trains two weeks ahead."}
            """);
        _folder.File($"{name}/qrels.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t1\n");
        return Path.GetDirectoryName(_folder.File($"{name}/queries.jsonl", """
            {"_id":"q1","text":"return a visitor badge"}
            {"_id":"q2","text":"book trains"}
            """))!;
    }

    private string DocumentFolder => Path.Combine(_folder.Path, "data", "documents");

    private void UseDocument(string name, string text) => _folder.File($"docs/{name}", text);

    private async Task<JsonElement> JsonOfAsync(params string[] args)
    {
        var (exitCode, output) = await RunAsync(args);

        Assert.True(exitCode == 0, output);
        return JsonSerializer.Deserialize<JsonElement>(output);
    }

    private Task<(int ExitCode, string Output)> RunAsync(params string[] args) => RunAsync(("Knowledge__Sources__0__Path", Path.Combine(_folder.Path, "docs")), args);

    private Task<(int ExitCode, string Output)> RunAsync((string Key, string Value) setting, params string[] args)
        => BotProcess.RunAsync(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["Storage__DataPath"] = Path.Combine(_folder.Path, "data"), [setting.Key] = setting.Value },
            "Development",
            args);
}

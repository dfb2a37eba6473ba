using System.Text.Json.Nodes;
using ChatOpsBot.RagCore.Access;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Knowledge;
using ChatOpsBot.RagCore.Knowledge.Dense;
using ChatOpsBot.RagCore.Storage.Qdrant;
using ChatOpsBot.TestKit.Qdrant;
using static ChatOpsBot.IntegrationTests.Storage.Qdrant.QdrantSamples;

namespace ChatOpsBot.IntegrationTests.Storage.Qdrant;

/// <summary>What is asked of the server: rights in every search, bounded batches, one change of the alias.</summary>
public sealed class QdrantRequestTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private FakeQdrant _fake = null!;

    public async Task InitializeAsync() => _fake = await FakeQdrant.StartAsync();

    public async Task DisposeAsync()
    {
        await _fake.DisposeAsync();
        _fake.AssertValid();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_read_carries_tenant_and_readers_in_every_place_that_takes_a_filter(bool withMeaning)
    {
        await using (var writer = Replica(withMeaning))
        {
            await writer.Index.UpsertAsync([Of("a.txt", "The printer.")], None);
            await writer.SettleAsync();
        }

        await using var replica = Replica(withMeaning);
        await replica.Get<QdrantCollections>().CurrentAsync(None);
        var before = _fake.Requests.Count;

        await replica.Index.SearchAsync("printer", Everyone, 5, None);
        await replica.Index.FindAsync("a.txt", Everyone, None);
        await replica.Index.ListSourcesAsync(Everyone, None);

        var reads = _fake.Requests.Skip(before).Select(request => request.Json!).ToArray();
        var places = reads.Concat(reads.SelectMany(read => read["prefetch"]?.AsArray().OfType<JsonNode>() ?? [])).ToArray();
        Assert.Equal(withMeaning ? 8 : 4, places.Length);
        Assert.All(places, place => Assert.Superset(new HashSet<string> { "tenant", "readers", "kind" }, KeysOf(place)));
    }

    [Fact]
    public async Task Nothing_is_asked_for_a_reader_without_rights_or_a_question_without_words()
    {
        await using var replica = Replica();
        var nobody = AccessFilter.Nothing(TenantId.Default);

        Assert.Empty(await replica.Index.SearchAsync("printer", nobody, 5, None));
        Assert.Null(await replica.Index.FindAsync("a.txt", nobody, None));
        Assert.Empty(await replica.Index.ListSourcesAsync(nobody, None));
        Assert.Throws<ArgumentException>(() => QdrantFilter.Readable(nobody, QdrantFields.ChunkKind));

        Assert.Empty(_fake.Requests);
    }

    [Fact]
    public async Task What_the_server_returns_against_the_filter_is_dropped()
    {
        await using var replica = Replica();
        await replica.Index.UpsertAsync([Of("a.txt", "The printer.")], None);
        var payload = """{"kind":"chunk","tenant":"other","readers":["everyone"],"document":"a.txt","version":"0","revision":"r","written":1,"ordinal":0,"start":0,"end":3}""";
        _fake.Fail(new QdrantFault(QdrantFaultKind.Status, "/query", Body: $$$"""{"result":{"points":[{"id":"00000000-0000-8000-8000-000000000000","score":1,"payload":{{{payload}}}}]}}"""));

        Assert.Empty(await replica.Index.SearchAsync("printer", Everyone, 5, None));
        Assert.DoesNotContain(_fake.Requests, request => request.Body.Contains("\"a.txt\"", StringComparison.Ordinal) && request.Body.Contains("readers\",\"match", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_fewer_may_read_is_gone_before_its_new_form_is_written()
    {
        await using var replica = Replica();
        await replica.Index.UpsertAsync([Of("a.txt", "The printer."), Of("b.txt", "The scanner.")], None);
        var before = _fake.Requests.Count;

        await replica.Index.UpsertAsync([Of("a.txt", "The printer.") with { Readers = ["hr"] }, Of("b.txt", "The other scanner.")], None);

        var writes = _fake.Requests.Skip(before).Where(request => !request.Path.EndsWith("/scroll", StringComparison.Ordinal)).ToArray();
        Assert.EndsWith("/points/delete", writes[0].Path, StringComparison.Ordinal);
        Assert.Contains("a.txt", writes[0].Body, StringComparison.Ordinal);
        Assert.DoesNotContain("b.txt", writes[0].Body, StringComparison.Ordinal);
        Assert.Empty(await replica.Index.SearchAsync("printer", Everyone, 5, None));
    }

    [Fact]
    public async Task A_search_for_a_document_that_was_read_lately_is_one_request()
    {
        await using var replica = Replica();
        await replica.Index.UpsertAsync([Of("a.txt", "The printer.")], None);
        await replica.Index.SearchAsync("printer", Everyone, 5, None);
        var before = _fake.Requests.Count;

        Assert.Single(await replica.Index.SearchAsync("printer", Everyone, 5, None));

        Assert.Equal(before + 1, _fake.Requests.Count);
    }

    [Fact]
    public async Task Writes_are_waited_for_and_come_in_bounded_batches()
    {
        await using var replica = Replica();
        var text = string.Concat(Enumerable.Repeat("The printer is here. ", 60));

        await replica.Index.UpsertAsync([.. Enumerable.Range(0, 200).Select(number => Of($"{number}.txt", text)), Of("long.txt", string.Concat(Enumerable.Repeat(text, 900)))], None);

        var writes = _fake.Requests.Where(request => request.Path.EndsWith("/points", StringComparison.Ordinal)).ToArray();
        Assert.All(writes, write => Assert.InRange(write.Json!["points"]!.AsArray().Count, 1, 100));
        Assert.All(writes, write => Assert.InRange(write.Body.Length, 1, 8 << 20));
        Assert.All(_fake.Requests.Where(request => request.Method == "PUT" && request.Path != "/collections/requests-v3-1"), write => Assert.Equal("?wait=true", write.Query));
        Assert.Equal(201, Assert.Single(await replica.Index.ListSourcesAsync(Everyone, None)).Documents);
    }

    [Fact]
    public async Task What_is_there_already_is_not_written_again_by_any_replica()
    {
        await using var one = Replica();
        await using var other = Replica();
        Document[] documents = [Of("a.txt", "The printer."), Of("b.txt", "The toner.")];
        await one.Index.UpsertAsync(documents, None);
        var writes = Writes();

        await other.Index.UpsertAsync(documents, None);

        Assert.Equal(writes, Writes());
        Assert.Equal(one.Index.Version, other.Index.Version);
        Assert.Equal(one.Index.RarityOf("printer", Everyone), other.Index.RarityOf("printer", Everyone));
    }

    [Fact]
    public async Task Replicas_that_write_other_forms_at_once_leave_exactly_one()
    {
        await using var one = Replica();
        await using var other = Replica();
        await one.Index.UpsertAsync([Of("a.txt", "The printer.")], None);

        for (var round = 0; round < 20; round++)
        {
            await Task.WhenAll(one.Index.UpsertAsync([Of("a.txt", $"The printer of {round}.")], None), other.Index.UpsertAsync([Of("a.txt", $"The printer not of {round}.")], None));
            Assert.NotEmpty(await one.Index.SearchAsync("printer", Everyone, 5, None));
        }
    }

    [Fact]
    public async Task Meaning_finds_what_words_do_not_and_both_are_fused()
    {
        await using var replica = Replica(withMeaning: true);
        await replica.Index.UpsertAsync([Of("near.txt", "Holidays are long."), Of("word.txt", "The vacation form."), Of("secret.txt", "Holidays.", "group:board")], None);
        await replica.SettleAsync();

        var found = (await replica.Index.SearchAsync("vacation", Everyone, 5, None)).Select(passage => passage.Chunk.Document.Id).ToArray();

        Assert.Contains("near.txt", found);
        Assert.Contains("word.txt", found);
        Assert.DoesNotContain("secret.txt", found);
    }

    private QdrantReplica Replica(bool withMeaning = false) => new(_fake.Endpoint, "requests", embedder: withMeaning ? new LetterEmbedder() : null);

    private int Writes() => _fake.Requests.Count(request => request.Method == "PUT" || request.Path.EndsWith("/delete", StringComparison.Ordinal));

    private static HashSet<string> KeysOf(JsonNode place) => [.. place["filter"]!["must"]!.AsArray().Select(condition => condition!["key"]!.GetValue<string>())];

    /// <summary>Texts of like letters are near each other.</summary>
    private sealed class LetterEmbedder : IChunkEmbedder
    {
        public int Dimensions => 26;

        public string Space => "1e";

        public Task<IReadOnlyList<ReadOnlyMemory<float>?>> EmbedPassagesAsync(ArraySegment<EmbeddedPassage> passages, CancellationToken cancellationToken)
            => Task.FromResult<IReadOnlyList<ReadOnlyMemory<float>?>>([.. passages.Select(passage => (ReadOnlyMemory<float>?)Embed(passage.Text))]);

        public Task<ReadOnlyMemory<float>?> EmbedQuestionAsync(string question, CancellationToken cancellationToken)
            => Task.FromResult<ReadOnlyMemory<float>?>(Embed(question));

        private static float[] Embed(string text)
        {
            var counts = new float[26];
            foreach (var letter in text.ToLowerInvariant().Where(char.IsAsciiLetter))
            {
                counts[letter - 'a']++;
            }

            return counts;
        }
    }
}

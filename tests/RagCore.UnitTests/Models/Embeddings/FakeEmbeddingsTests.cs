using System.ClientModel;
using System.Net;
using System.Net.Http.Headers;
using System.Numerics.Tensors;
using System.Text;
using System.Text.Json.Nodes;
using ChatOpsBot.TestKit.Models;
using OpenAI;
using OpenAI.Embeddings;

namespace ChatOpsBot.RagCore.UnitTests.Models.Embeddings;

/// <summary>The fake service against the API description (CreateEmbeddingRequest, CreateEmbeddingResponse) and the official client.</summary>
public sealed class FakeEmbeddingsTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private FakeEmbeddings _service = null!;

    public async Task InitializeAsync() => _service = await FakeEmbeddings.StartAsync();

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task The_answer_has_what_the_description_requires()
    {
        var (status, body) = await PostAsync("""{"model":"text-embedding-3-small","input":"one two"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("list", (string?)body["object"]);
        Assert.Equal("text-embedding-3-small", (string?)body["model"]);
        Assert.Equal(2, (int?)body["usage"]!["prompt_tokens"]);
        Assert.Equal(2, (int?)body["usage"]!["total_tokens"]);
        var embedding = Assert.Single(body["data"]!.AsArray())!;
        Assert.Equal("embedding", (string?)embedding["object"]);
        Assert.Equal(0, (int?)embedding["index"]);
        Assert.Equal(FakeEmbeddings.Dimensions, embedding["embedding"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("""{"model":"text-embedding-3-small","input":""}""", 400)]
    [InlineData("""{"model":"text-embedding-3-small","input":["a",""]}""", 400)]
    [InlineData("""{"model":"text-embedding-3-small","input":[]}""", 400)]
    [InlineData("""{"model":"text-embedding-3-small","input":[null]}""", 400)]
    [InlineData("""{"model":"text-embedding-3-small"}""", 400)]
    [InlineData("""{"input":"a"}""", 400)]
    [InlineData("""{"model":"unknown","input":"a"}""", 404)]
    [InlineData("""{"model":"text-embedding-3-small","input":"a","dimensions":0}""", 400)]
    [InlineData("""{"model":"text-embedding-3-small","input":"a","dimensions":1.5}""", 400)]
    [InlineData("""{"model":"text-embedding-3-small","input":"a","dimensions":257}""", 400)]
    [InlineData("""{"model":"all-words","input":"a","dimensions":64}""", 400)]
    [InlineData("""{"model":"text-embedding-3-small","input":"a","encoding_format":"binary"}""", 400)]
    [InlineData("""{"model":"text-embedding-3-small","input":"a","extra":1}""", 400)]
    [InlineData("""["a"]""", 400)]
    [InlineData("""{"model":""", 400)]
    public async Task What_the_description_forbids_is_refused(string request, int expected)
    {
        var (status, body) = await PostAsync(request);

        Assert.Equal(expected, (int)status);
        Assert.NotNull(body["error"]!["message"]);
    }

    [Theory]
    [InlineData(2048, 1, 200)]
    [InlineData(2049, 1, 400)]
    [InlineData(1, 8192, 200)]
    [InlineData(1, 8193, 400)]
    [InlineData(40, 8000, 400)]
    public async Task Inputs_and_tokens_are_limited(int inputs, int words, int expected)
    {
        var text = string.Join(' ', Enumerable.Repeat("a", words));
        var request = new JsonObject { ["model"] = FakeEmbeddings.Model, ["input"] = new JsonArray([.. Enumerable.Repeat(text, inputs)]), ["dimensions"] = 2 };

        Assert.Equal(expected, (int)(await PostAsync(request.ToJsonString())).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("sk-other")]
    public async Task Without_the_key_nothing_is_embedded(string? key)
        => Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync("""{"model":"text-embedding-3-small","input":"a"}""", key)).Status);

    [Fact]
    public async Task The_official_client_reads_it()
    {
        var client = new EmbeddingClient(FakeEmbeddings.Model, new ApiKeyCredential(FakeEmbeddings.ApiKey), new OpenAIClientOptions { Endpoint = _service.Endpoint });

        var answer = (await client.GenerateEmbeddingsAsync(["annual leave", "leave days"], new EmbeddingGenerationOptions { Dimensions = 32 })).Value;

        Assert.Equal(_service.Vectors.Of("leave days", 32), answer[1].ToFloats().ToArray());
        Assert.Equal(4, answer.Usage.TotalTokenCount);
        await Assert.ThrowsAsync<ClientResultException>(() => client.GenerateEmbeddingsAsync([""]));
    }

    [Fact]
    public void Related_texts_are_nearer_than_others_and_a_meaning_can_be_shared()
    {
        _service.Vectors.Same("holiday", "leave");
        var leave = _service.Vectors.Of("annual leave", 256);

        Assert.True(Near(leave, "days of annual leave") > Near(leave, "the vpn asks for a code"));
        Assert.True(Near(leave, "holiday") > 0.5);
        Assert.Equal(leave, _service.Vectors.Of("Annual LEAVE!", 256));
    }

    private float Near(float[] vector, string text) => TensorPrimitives.Dot<float>(vector, _service.Vectors.Of(text, 256));

    private async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(string body, string? key = FakeEmbeddings.ApiKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_service.Endpoint}/embeddings") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        using var response = await _http.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ChatOpsBot.EndToEndTests.Processes;
using ChatOpsBot.TestKit.Files;
using ChatOpsBot.TestKit.Servers;
using Xunit.Abstractions;

namespace ChatOpsBot.EndToEndTests.Models;

/// <summary>What a person sees of an answer that a model writes, and of everything that can go wrong with the model, over the wire of both protocols.</summary>
public sealed class AnswerPathTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Question = "How many days of annual leave do employees get in Portugal?";

    private readonly TemporaryFolder _folder = new();
    private ModelServer _server = null!;

    /// <summary>Gets how the first model fails, and how the answer then comes about.</summary>
    public static TheoryData<string, string> Faults => new()
    {
        { "rate-limited", "OpenAI" },
        { "failing", "OpenAI" },
        { "overloaded", "Anthropic" },
        { "refusing", "OpenAI" },
        { "silent", "Anthropic" },
        { "garbled", "OpenAI" },
        { "hanging-up", "Anthropic" },
        { "cut-answer", "OpenAI" },
    };

    public async Task InitializeAsync() => _server = await ModelServer.StartNewAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("OpenAI")]
    [InlineData("Anthropic")]
    public async Task It_is_shown_as_it_is_written_and_every_quote_stands_in_its_document(string protocol)
    {
        await using var bot = await StartAsync((protocol, "writer"));

        var seen = await AskAsync(bot, protocol);

        Assert.Equal("model", seen.Mode);
        Assert.Equal(2, seen.Deltas.Count);
        Assert.Equal(seen.Text, string.Concat(seen.Deltas));
        Assert.Contains("25 days", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", seen.Text, StringComparison.OrdinalIgnoreCase);
        Assert.All(seen.Citations, citation => Assert.Equal(citation.GetProperty("quote").GetString(), Span(citation)));
        Assert.Empty(seen.Notes);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_model_that_fails_is_not_noticed_where_another_can_answer(string fault, string protocol)
    {
        await using var bot = await StartAsync((protocol, fault), (protocol == "OpenAI" ? "Anthropic" : "OpenAI", "writer"));

        var seen = await AskAsync(bot, fault);

        Assert.Equal("model", seen.Mode);
        Assert.Contains("25 days", seen.Text, StringComparison.Ordinal);
        Assert.Equal(seen.Text, string.Concat(seen.Deltas));
        Assert.Equal(seen.Deltas.Count, seen.Deltas.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(seen.Notes);
        Assert.DoesNotContain("canary4711", bot.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(ModelServer.ApiKey, bot.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("failing")]
    [InlineData("garbled")]
    [InlineData("chatty")]
    public async Task Without_a_model_that_can_answer_the_sources_are_quoted_and_it_is_said(string fault)
    {
        await using var bot = await StartAsync(("OpenAI", fault));

        var seen = await AskAsync(bot, $"{fault}, alone");

        Assert.Equal("extractive", seen.Mode);
        Assert.Contains("25 days", seen.Text, StringComparison.Ordinal);
        Assert.Contains(seen.Notes, note => note.Contains("quoted", StringComparison.Ordinal));
    }

    private static string Span(JsonElement citation)
    {
        var text = File.ReadAllText(RepositoryFiles.PathOf(["samples", "handbook", .. citation.GetProperty("document").GetString()!.Split('/')]));
        return text[citation.GetProperty("start").GetInt32()..citation.GetProperty("end").GetInt32()];
    }

    private Task<BotProcess> StartAsync(params (string Protocol, string Model)[] models)
    {
        var settings = new Dictionary<string, string?> { ["Storage__DataPath"] = _folder.Path };
        for (var i = 0; i < models.Length; i++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"Models__Chat__{i}__");
            settings[$"{key}Name"] = $"model-{i}";
            settings[$"{key}Provider"] = models[i].Protocol;
            settings[$"{key}Endpoint"] = (models[i].Protocol == "OpenAI" ? _server.OpenAiEndpoint : _server.AnthropicEndpoint).AbsoluteUri;
            settings[$"{key}ApiKey"] = ModelServer.ApiKey;
            settings[$"{key}Model"] = models[i].Model;

            // A silent model is waited for; one that is only slow because the machine is must not count as silent.
            settings[$"{key}FirstTokenTimeout"] = models[i].Model == "silent" ? "00:00:02" : "00:00:30";
        }

        return BotProcess.StartAsync(settings);
    }

    private async Task<Seen> AskAsync(BotProcess bot, string row)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/chat", UriKind.Relative)) { Content = JsonContent.Create(new { text = Question }) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        var watch = Stopwatch.StartNew();
        using var response = await bot.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var seen = new Seen();
        var first = TimeSpan.Zero;
        for (var name = string.Empty; await reader.ReadLineAsync() is { } line;)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line[7..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                first = first == TimeSpan.Zero && name == "delta" ? watch.Elapsed : first;
                seen.Take(name, JsonDocument.Parse(line[6..]).RootElement);
            }
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{row}: {seen.Mode}, {seen.Deltas.Count} pieces, first after {first.TotalMilliseconds:F0} ms, whole after {watch.Elapsed.TotalMilliseconds:F0} ms: {seen.Text.ReplaceLineEndings(" / ")} {string.Join(' ', seen.Notes)}"));
        return seen;
    }

    /// <summary>What came over the stream.</summary>
    private sealed class Seen
    {
        private JsonElement _whole;

        public List<string> Deltas { get; } = [];

        public string Mode => _whole.GetProperty("mode").GetString()!;

        public string Text => _whole.GetProperty("text").GetString()!;

        public IReadOnlyList<JsonElement> Citations => [.. _whole.GetProperty("citations").EnumerateArray()];

        public IReadOnlyList<string> Notes => [.. _whole.GetProperty("notes").EnumerateArray().Select(note => note.GetString()!)];

        public void Take(string name, JsonElement data)
        {
            if (name == "delta")
            {
                Deltas.Add(data.GetProperty("text").GetString()!);
            }
            else if (name == "done")
            {
                _whole = data;
            }
        }
    }
}

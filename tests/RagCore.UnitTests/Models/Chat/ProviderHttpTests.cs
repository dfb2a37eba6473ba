using System.Net;
using System.Text.Json;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Models.Chat;
using ChatOpsBot.RagCore.Models.Chat.Providers;
using ChatOpsBot.TestKit.Time;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.UnitTests.Models.Chat;

public sealed class ProviderHttpTests
{
    private const string Canary = "canary4711";

    private const string Answer = """
        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Thirty days."},"finish_reason":null}]}

        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: [DONE]


        """;

    [Theory]
    [InlineData(429, "{}", nameof(ModelFault.RateLimited))]
    [InlineData(503, "{}", nameof(ModelFault.Overloaded))]
    [InlineData(529, "{}", nameof(ModelFault.Overloaded))]
    [InlineData(500, "{}", nameof(ModelFault.ServerFailed))]
    [InlineData(408, "{}", nameof(ModelFault.ServerFailed))]
    [InlineData(401, "{}", nameof(ModelFault.KeyRefused))]
    [InlineData(402, "{}", nameof(ModelFault.KeyRefused))]
    [InlineData(404, "{}", nameof(ModelFault.Misconfigured))]
    [InlineData(302, "{}", nameof(ModelFault.Misconfigured))]
    [InlineData(400, "{}", nameof(ModelFault.Refused))]
    [InlineData(400, "{\"error\":{\"code\":\"context_length_exceeded\"}}", nameof(ModelFault.TooLong))]
    [InlineData(400, "{\"error\":{\"message\":\"prompt is too long: 210000 tokens\"}}", nameof(ModelFault.TooLong))]
    [InlineData(413, "{}", nameof(ModelFault.TooLong))]
    [InlineData(400, "{\"error\":{\"code\":\"content_filter\"}}", nameof(ModelFault.Filtered))]
    public async Task Every_refusal_has_a_kind_and_says_nothing_of_what_was_asked(int status, string body, string expected)
    {
        foreach (var provider in Enum.GetValues<ChatProvider>())
        {
            var fault = await FaultOfAsync(provider, new ScriptedNetwork(_ => Reply(status, body + Canary)));

            Assert.Equal(expected, fault.Fault.ToString());
            Assert.DoesNotContain(Canary, fault.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_pause_a_provider_asks_for_is_read()
    {
        var fault = await FaultOfAsync(ChatProvider.Anthropic, new ScriptedNetwork(_ =>
        {
            var reply = Reply(429, "{}");
            reply.Headers.TryAddWithoutValidation("Retry-After", "7");
            return reply;
        }));

        Assert.Equal(TimeSpan.FromSeconds(7), fault.RetryAfter);
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_was_not_reached()
    {
        var network = new ScriptedNetwork(_ => throw new HttpRequestException(HttpRequestError.ConnectionError));

        Assert.Equal(ModelFault.Unreachable, (await FaultOfAsync(ChatProvider.OpenAI, network)).Fault);
        Assert.Equal(ModelFault.Unreachable, (await FaultOfAsync(ChatProvider.Anthropic, network)).Fault);
    }

    [Theory]
    [InlineData("<html>busy</html>")]
    [InlineData("data: {\"choices\": 7}\n\n")]
    [InlineData("data: {{{\n\n")]
    [InlineData("")]
    public async Task Something_else_than_an_answer_is_a_fault(string body)
    {
        foreach (var provider in Enum.GetValues<ChatProvider>())
        {
            var fault = await FaultOfAsync(provider, new ScriptedNetwork(_ => Reply(200, body, "text/event-stream")));

            Assert.True(fault.Fault is ModelFault.Invalid or ModelFault.Cut or ModelFault.ServerFailed, $"{provider}: {fault.Fault}");
        }
    }

    [Fact]
    public async Task An_answer_without_its_end_was_cut()
    {
        var network = new ScriptedNetwork(_ => Reply(200, Answer[..Answer.IndexOf("\n\n", StringComparison.Ordinal)] + "\n\n", "text/event-stream"));

        Assert.Equal(ModelFault.Cut, (await FaultOfAsync(ChatProvider.OpenAI, network)).Fault);
    }

    [Fact]
    public async Task An_answer_the_filter_ended_is_refused()
    {
        var network = new ScriptedNetwork(_ => Reply(200, Answer.Replace("\"stop\"", "\"content_filter\"", StringComparison.Ordinal), "text/event-stream"));

        Assert.Equal(ModelFault.Filtered, (await FaultOfAsync(ChatProvider.OpenAI, network)).Fault);
    }

    [Fact]
    public async Task A_service_that_refuses_counts_of_tokens_is_asked_without_them_from_then_on()
    {
        var network = new ScriptedNetwork(body => body.Contains("stream_options", StringComparison.Ordinal)
            ? Reply(400, "{\"error\":\"unknown field stream_options\"}")
            : Reply(200, Answer, "text/event-stream"));
        using var http = new ChatHttp(network, new FixedTimeProvider());
        using var client = ClientFor(ChatProvider.OpenAI, http);

        Assert.Equal("Thirty days.", (await client.GetResponseAsync(ChatStage.Question)).Text);
        Assert.Equal("Thirty days.", (await client.GetResponseAsync(ChatStage.Question)).Text);

        Assert.Equal([true, false, false], network.Bodies.Select(body => body.Contains("stream_options", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_service_that_knows_the_older_name_of_the_limit_is_asked_by_that_name()
    {
        var network = new ScriptedNetwork(body => body.Contains("max_completion_tokens", StringComparison.Ordinal)
            ? Reply(422, "{\"error\":\"max_completion_tokens: extra inputs are not permitted\"}")
            : Reply(200, Answer, "text/event-stream"));
        using var http = new ChatHttp(network, new FixedTimeProvider());
        using var client = ClientFor(ChatProvider.OpenAI, http);

        await client.GetResponseAsync(ChatStage.Question, new ChatOptions { MaxOutputTokens = 77 });

        Assert.Contains("\"max_tokens\":77", network.Bodies[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_that_repeats_words_of_the_question_changes_nothing_for_other_questions()
    {
        var refuses = true;
        var network = new ScriptedNetwork(_ => refuses
            ? Reply(422, "{\"detail\":[{\"input\":\"What is max_completion_tokens, and what is stream_options?\"}]}")
            : Reply(200, Answer, "text/event-stream"));
        using var http = new ChatHttp(network, new FixedTimeProvider());
        using var client = ClientFor(ChatProvider.OpenAI, http);
        var options = new ChatOptions { MaxOutputTokens = 77 };

        await Assert.ThrowsAsync<ModelCallException>(() => client.GetResponseAsync(ChatStage.Question, options));
        refuses = false;
        await client.GetResponseAsync(ChatStage.Question, options);

        Assert.Contains("\"max_completion_tokens\":77", network.Bodies[^1], StringComparison.Ordinal);
        Assert.Contains("stream_options", network.Bodies[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_refuses_both_one_after_the_other_is_asked_without_both()
    {
        var network = new ScriptedNetwork(body =>
            body.Contains("stream_options", StringComparison.Ordinal) ? Reply(400, "{\"error\":\"unknown field stream_options\"}")
            : body.Contains("max_completion_tokens", StringComparison.Ordinal) ? Reply(400, "{\"error\":\"unknown field max_completion_tokens\"}")
            : Reply(200, Answer, "text/event-stream"));
        using var http = new ChatHttp(network, new FixedTimeProvider());
        using var client = ClientFor(ChatProvider.OpenAI, http);

        Assert.Equal("Thirty days.", (await client.GetResponseAsync(ChatStage.Question, new ChatOptions { MaxOutputTokens = 77 })).Text);
        Assert.Equal("Thirty days.", (await client.GetResponseAsync(ChatStage.Question, new ChatOptions { MaxOutputTokens = 77 })).Text);

        Assert.Equal(4, network.Bodies.Count);
    }

    [Theory]
    [InlineData(nameof(ChatProvider.OpenAI))]
    [InlineData(nameof(ChatProvider.Anthropic))]
    public void A_client_says_what_its_provider_calls_the_model(string provider)
    {
        using var http = new ChatHttp(new ScriptedNetwork(_ => Reply(500, "{}")), new FixedTimeProvider());
        using var client = new ProviderClients(http).For(new ChatModelOptions { Name = "primary", Provider = Enum.Parse<ChatProvider>(provider), Model = "m-2", ApiKey = "sk-0123456789" });

        Assert.Equal("m-2", (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId);
    }

    [Fact]
    public async Task What_Anthropic_counts_at_the_beginning_and_at_the_end_is_counted_once()
    {
        const string Counted = """
            event: message_start
            data: {"type":"message_start","message":{"id":"m1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":100,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Thirty days."}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":100,"output_tokens":30}}

            event: message_stop
            data: {"type":"message_stop"}


            """;
        using var http = new ChatHttp(new ScriptedNetwork(_ => Reply(200, Counted, "text/event-stream")), new FixedTimeProvider());
        using var client = ClientFor(ChatProvider.Anthropic, http);
        var bill = new ModelBill(new ChatModelOptions { Name = "m" });

        await foreach (var update in client.GetStreamingResponseAsync(ChatStage.Question))
        {
            bill.Add(update);
        }

        bill.Completed();
        var charge = bill.Close(ModelPurpose.Answer, () => 7)!;
        Assert.Equal((100, 30, false), (charge.InputTokens, charge.OutputTokens, charge.IsEstimated));
    }

    [Theory]
    [InlineData(nameof(ChatProvider.OpenAI), "\"max_completion_tokens\":77", "\"strict\":true", "\"stop\":[\"END\"]", "\"include_usage\":true", "\"temperature\":0.5")]
    [InlineData(nameof(ChatProvider.Anthropic), "\"max_tokens\":77", "\"additionalProperties\":false", "\"stop_sequences\":[\"END\"]", "\"system\":")]
    public async Task What_is_asked_for_is_written_in_the_protocol_of_the_provider(string provider, params string[] written)
    {
        var network = new ScriptedNetwork(_ => Reply(500, "{}"));
        using var http = new ChatHttp(network, new FixedTimeProvider());
        using var client = ClientFor(Enum.Parse<ChatProvider>(provider), http);
        var options = new ChatOptions
        {
            Instructions = "Answer briefly.",
            MaxOutputTokens = 77,
            Temperature = 0.5f,
            StopSequences = ["END"],
            Tools = [AIFunctionFactory.Create((string place) => place, "look_up", "Looks the weather up.")],
            ToolMode = ChatToolMode.Auto,
            ResponseFormat = ChatResponseFormat.ForJsonSchema(
                JsonDocument.Parse("""{"type":"object","properties":{"days":{"type":"integer"}},"required":["days"],"additionalProperties":false}""").RootElement, "days"),
        };

        await Assert.ThrowsAsync<ModelCallException>(() => client.GetResponseAsync(ChatStage.Question, options));

        var body = Assert.Single(network.Bodies);
        Assert.All(
            [.. written, "json_schema", "look_up", "Looks the weather up.", "\"tool_choice\":", "Answer briefly."],
            part => Assert.Contains(part, body, StringComparison.Ordinal));
    }

    private static async Task<ModelCallException> FaultOfAsync(ChatProvider provider, ScriptedNetwork network)
    {
        using var http = new ChatHttp(network, new FixedTimeProvider());
        using var client = ClientFor(provider, http);
        return await Assert.ThrowsAsync<ModelCallException>(() => client.GetResponseAsync(ChatStage.Question));
    }

    private static IChatClient ClientFor(ChatProvider provider, ChatHttp http)
        => new ProviderClients(http).For(new ChatModelOptions { Provider = provider, Model = "m", ApiKey = "sk-0123456789" });

    private static HttpResponseMessage Reply(int status, string body, string type = "application/json")
        => new((HttpStatusCode)status) { Content = new StringContent(body, null, type) };
}

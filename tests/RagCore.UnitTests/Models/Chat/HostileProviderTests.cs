using System.Net;
using System.Text.RegularExpressions;
using ChatOpsBot.RagCore.Models.Chat;
using ChatOpsBot.RagCore.Models.Chat.Providers;
using ChatOpsBot.TestKit.Time;
using Xunit.Abstractions;

namespace ChatOpsBot.RagCore.UnitTests.Models.Chat;

/// <summary>Streams of both protocols with a value changed at random: whatever a service writes is an answer or a fault of the model, and nothing else.</summary>
public sealed partial class HostileProviderTests(ITestOutputHelper output)
{
    private const int Runs = 1_000;

    private const string OpenAi = """
        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Thirty days."},"finish_reason":null}]}

        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"look_up","arguments":"{}"}}]},"finish_reason":null}]}

        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":1}}}

        data: [DONE]


        """;

    private const string Anthropic = """
        event: message_start
        data: {"type":"message_start","message":{"id":"m1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":100,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Thirty days."}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: content_block_start
        data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t1","name":"look_up","input":{}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{}"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":1}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":30}}

        event: message_stop
        data: {"type":"message_stop"}


        """;

    private static readonly string[] Values =
        ["null", "[]", "{}", "\"x\"", "\"\"", "-1", "0", "1e308", "99999999999999999999", "true", "[null]", "[[]]", "{\"type\":null}", "\"\\ud800\"", "", ","];

    [Theory]
    [InlineData(nameof(ChatProvider.OpenAI))]
    [InlineData(nameof(ChatProvider.Anthropic))]
    public async Task Whatever_a_service_writes_is_an_answer_or_a_fault_of_the_model(string provider)
    {
        var stream = provider == nameof(ChatProvider.OpenAI) ? OpenAi : Anthropic;
        var random = new Random(4711);
        var values = Value().Matches(stream);
        var faults = 0;
        for (var run = 0; run < Runs; run++)
        {
            var changed = values[random.Next(values.Count)];
            var with = Values[random.Next(Values.Length)];
            var body = string.Concat(stream.AsSpan(0, changed.Index), with, stream.AsSpan(changed.Index + changed.Length));
            try
            {
                faults += await IsFaultAsync(Enum.Parse<ChatProvider>(provider), body) ? 1 : 0;
            }
            catch (Exception other)
            {
                Assert.Fail($"run {run}: {changed.Value} at {changed.Index} changed to {with}: {other}");
            }
        }

        output.WriteLine($"{faults} of {Runs} streams were faults.");
        Assert.InRange(faults, Runs / 10, Runs * 9 / 10);
    }

    private static async Task<bool> IsFaultAsync(ChatProvider provider, string body)
    {
        using var network = new ScriptedNetwork(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, null, "text/event-stream") });
        using var http = new ChatHttp(network, new FixedTimeProvider());
        using var client = new ProviderClients(http).For(new ChatModelOptions { Provider = provider, Model = "m", ApiKey = "sk-0123456789" });
        try
        {
            await client.GetResponseAsync(ChatStage.Question);
            return false;
        }
        catch (ModelCallException)
        {
            return true;
        }
    }

    // Strings that are values, numbers, words, and the beginnings of objects and lists.
    [GeneratedRegex("(?<=[:\\[])(?:\"[^\"]*\"|-?[0-9]+|null|\\{\\}|\\[\\])")]
    private static partial Regex Value();
}

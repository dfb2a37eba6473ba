using System.Net.Http.Headers;
using System.Text.Json;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Turns.Waiting;
using ChatOpsBot.TestKit.Time;
using ChatOpsBot.TestKit.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatOpsBot.Channels.UnitTests.Web;

public sealed class ChatStreamTests : IAsyncLifetime
{
    private readonly FixedTimeProvider _time = new();
    private WebTestHost _host = null!;

    public async Task InitializeAsync()
        => _host = await WebTestHost.StartAsync(configure: services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_time)));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Progress_then_the_text_in_pieces_then_the_whole_object()
    {
        _host.Turns.Script = _ => null;
        using var stream = await OpenStreamAsync();
        var message = await _host.Turns.NextAcceptedAsync();
        await _host.Turns.Channel!.ShowProgressAsync(ReplyTarget.Of(message), null, new TurnProgress("reading", 8), CancellationToken.None);
        var progress = await ReadEventAsync(stream);

        await _host.Turns.AnswerAsync(message, SampleReplies.Answer, CancellationToken.None);
        var rest = Events(await stream.ReadToEndAsync());

        Assert.Equal(("progress", """{"stage":"reading","sources":8}"""), progress);
        Assert.Equal(["delta", "delta", "done"], rest.Select(sent => sent.Name));
        Assert.Equal(TextOf(rest[2]), string.Concat(rest[..2].Select(TextOf)));
    }

    [Fact]
    public async Task What_is_verified_is_told_while_the_rest_is_being_written()
    {
        _host.Turns.Script = _ => null;
        using var stream = await OpenStreamAsync();
        var message = await _host.Turns.NextAcceptedAsync();
        var answer = (AnswerReply)SampleReplies.Answer with { Mode = AnswerMode.Model };
        await TellAsync(message, answer, statements: 1);
        var first = await ReadEventAsync(stream);

        await _host.Turns.AnswerAsync(message, answer, CancellationToken.None);
        var rest = Events(await stream.ReadToEndAsync());

        Assert.Equal("delta", first.Name);
        Assert.Equal(["delta", "done"], rest.Select(sent => sent.Name));
        Assert.Equal(TextOf(rest[1]), TextOf(first) + TextOf(rest[0]));
    }

    [Fact]
    public async Task An_attempt_that_died_leaves_its_pieces_to_the_whole_object()
    {
        _host.Turns.Script = _ => null;
        using var stream = await OpenStreamAsync();
        var message = await _host.Turns.NextAcceptedAsync();
        var answer = (AnswerReply)SampleReplies.Answer with { Mode = AnswerMode.Model };
        await TellAsync(message, answer with { Statements = [new AnswerStatement("Something else.", [1])] }, statements: 1);
        await ReadEventAsync(stream);

        await _host.Turns.AnswerAsync(message, answer, CancellationToken.None);

        Assert.Equal(["done"], Events(await stream.ReadToEndAsync()).Select(sent => sent.Name));
    }

    [Fact]
    public async Task The_last_event_carries_what_a_program_without_a_stream_gets()
    {
        var streamed = Events((await StreamAsync(key: "k1")).Body)[^1].Data;

        var plain = await _host.Client.AskAsync(change: request => request.Headers.Add("Idempotency-Key", "k1"));

        Assert.Equal(plain.Body, streamed);
    }

    [Fact]
    public async Task A_text_with_line_breaks_stays_one_event()
    {
        _host.Turns.Script = _ => new NoticeReply("one\n\nevent: done\r\ndata: {}\n\n\u2028", NoticeKind.Command);

        var events = Events((await StreamAsync()).Body);

        Assert.Equal(["delta", "done"], events.Select(sent => sent.Name));
    }

    [Fact]
    public async Task A_quiet_stream_says_that_it_lives()
    {
        _host.Turns.Script = _ => null;
        using var stream = await OpenStreamAsync();

        _time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal((": still here", ""), (await stream.ReadLineAsync(), await stream.ReadLineAsync()));
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_ends_the_wait_with_an_error_event_and_not_the_turn()
    {
        _host.Turns.Script = _ => null;
        var streaming = StreamAsync();
        var message = await _host.Turns.NextAcceptedAsync();
        _time.Advance(TimeSpan.FromSeconds(61));

        var error = Assert.Single(Events((await streaming).Body));

        Assert.Equal("error", error.Name);
        var problem = JsonDocument.Parse(error.Data).RootElement;
        Assert.Equal((504, message.TurnId), (problem.GetProperty("status").GetInt32(), problem.GetProperty("turn_id").GetString()));
        await _host.Turns.AnswerAsync(message, SampleReplies.Answer, CancellationToken.None);
    }

    [Fact]
    public async Task Without_a_stream_an_answer_that_takes_too_long_is_a_504_with_its_turn()
    {
        _host.Turns.Script = _ => null;
        var asking = _host.Client.AskAsync();
        var message = await _host.Turns.NextAcceptedAsync();
        _time.Advance(TimeSpan.FromSeconds(61));

        var received = await asking;

        Assert.Equal((504, "answer_timeout"), (received.Status, received.Code));
        Assert.Equal(message.TurnId, received.Json.GetProperty("turn_id").GetString());
    }

    [Fact]
    public async Task A_store_that_goes_away_while_waiting_ends_the_stream_with_an_error_event()
    {
        _host.Turns.Script = _ => null;
        var streaming = StreamAsync();
        await _host.Turns.NextAcceptedAsync();
        _host.Turns.IsDown = true;
        _time.Advance(TimeSpan.FromSeconds(2));

        var error = Assert.Single(Events((await streaming).Body));

        Assert.Equal(("error", 503), (error.Name, JsonDocument.Parse(error.Data).RootElement.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task A_question_that_is_refused_is_refused_before_the_stream_starts()
    {
        var received = await StreamAsync("""{"text":1}""");

        Assert.Equal((400, "application/problem+json"), (received.Status, received.MediaType));
    }

    [Fact]
    public async Task Every_place_is_given_back_whatever_the_end()
    {
        await StreamAsync();
        await _host.Client.AskAsync();
        _host.Turns.IsFull = true;
        await StreamAsync();
        (_host.Turns.IsFull, _host.Turns.IsDown) = (false, true);
        await _host.Client.AskAsync();

        Assert.Equal(0, _host.Services.GetRequiredService<ReplyWaiters>().Count);
    }

    private Task<Received> StreamAsync(string body = """{"text":"How many days?"}""", string? key = null) => _host.Client.AskAsync(body, change: request =>
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }
    });

    private Task TellAsync(InboundMessage message, AnswerReply answer, int statements)
    {
        var partial = new PartialAnswer([.. answer.Statements.Take(statements)], answer.Citations);
        return _host.Turns.Channel!.ShowProgressAsync(
            ReplyTarget.Of(message), null, new TurnProgress("writing", Sources: null) { Partial = partial }, CancellationToken.None);
    }

    private async Task<StreamReader> OpenStreamAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat") { Content = WebRequests.Json("""{"text":"Hi"}""") };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        var response = await _host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((200, "text/event-stream"), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        return new StreamReader(await response.Content.ReadAsStreamAsync());
    }

    private static async Task<(string Name, string Data)> ReadEventAsync(StreamReader stream)
    {
        var sent = Event($"{await stream.ReadLineAsync()}\n{await stream.ReadLineAsync()}");
        Assert.Equal("", await stream.ReadLineAsync());
        return sent;
    }

    private static string? TextOf((string Name, string Data) sent) => JsonDocument.Parse(sent.Data).RootElement.GetProperty("text").GetString();

    private static List<(string Name, string Data)> Events(string body)
        => [.. body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(block => !block.StartsWith(':')).Select(Event)];

    private static (string Name, string Data) Event(string block)
    {
        var lines = block.Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("event: ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("data: ", lines[1], StringComparison.Ordinal);
        return (lines[0][7..], lines[1][6..]);
    }
}

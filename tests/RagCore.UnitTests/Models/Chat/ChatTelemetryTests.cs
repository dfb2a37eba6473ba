using System.Diagnostics;
using ChatOpsBot.RagCore.Models.Chat;
using ChatOpsBot.TestKit.Models;

namespace ChatOpsBot.RagCore.UnitTests.Models.Chat;

public sealed class ChatTelemetryTests : IDisposable
{
    private readonly ChatStage _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Calls_are_measured_under_the_names_of_OpenTelemetry()
    {
        _stage.Add("first", [ChatStage.Fails(ModelFault.ServerFailed)]);
        _stage.Add("second", [ChatStage.Says("Thirty days."), new ChatStep.Usage(12, 3)]);
        var heard = _stage.Listen(out var listener);
        using var _ = listener;

        await ChatStage.ReadAsync(_stage.Build(), _stage.Call());

        Assert.Equal(
            [
                "chatopsbot.model.failovers 1 model=first reason=server_failed",
                "gen_ai.client.operation.duration 0 gen_ai.operation.name=chat gen_ai.provider.name=openai gen_ai.request.model=first error.type=server_failed",
                "gen_ai.client.operation.duration 0 gen_ai.operation.name=chat gen_ai.provider.name=openai gen_ai.request.model=second",
                "gen_ai.client.operation.time_to_first_chunk 0 gen_ai.operation.name=chat gen_ai.provider.name=openai gen_ai.request.model=second",
                "gen_ai.client.token.usage 12 gen_ai.operation.name=chat gen_ai.provider.name=openai gen_ai.request.model=second gen_ai.token.type=input",
                "gen_ai.client.token.usage 3 gen_ai.operation.name=chat gen_ai.provider.name=openai gen_ai.request.model=second gen_ai.token.type=output",
            ],
            heard.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_span_says_what_was_used_and_nothing_of_what_was_said()
    {
        _stage.Add("spanned", [ChatStage.Says("Thirty days."), new ChatStep.Usage(12, 3)]);
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ChatTelemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                lock (spans)
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        await ChatStage.ReadAsync(_stage.Build(), _stage.Call());

        var span = Assert.Single(spans, span => span.DisplayName == "chat spanned");
        Assert.Equal(12L, span.GetTagItem("gen_ai.usage.input_tokens"));
        Assert.DoesNotContain(span.TagObjects, tag => $"{tag.Value}".Contains("days", StringComparison.Ordinal));
    }
}

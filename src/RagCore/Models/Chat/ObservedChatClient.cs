using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>Measures each call and gives it a span.</summary>
internal sealed class ObservedChatClient(IChatClient inner, ChatModelOptions model, ChatTelemetry telemetry, TimeProvider time) : StreamingLink(inner)
{
    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var call = new ObservedCall(model, telemetry, time);
        Action<ModelCallException> failed = call.Failed;
        await using var updates = InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(updates, failed))
        {
            call.Add(updates.Current);
            yield return updates.Current;
        }

        call.Completed();
    }

    /// <summary>One call under observation. One that nobody read to its end counts as cancelled.</summary>
    private sealed class ObservedCall(ChatModelOptions model, ChatTelemetry telemetry, TimeProvider time) : IDisposable
    {
        private readonly Activity? _span = telemetry.Start(model);
        private readonly long _started = time.GetTimestamp();
        private CountedTokens _counted;
        private bool _speaks;
        private string? _error = "cancelled";

        public void Failed(ModelCallException fault) => _error = fault.Fault.Tag();

        public void Completed() => _error = null;

        public void Add(ChatResponseUpdate update)
        {
            if (!_speaks && ModelUpdates.Speaks(update))
            {
                _speaks = true;
                telemetry.FirstToken(model, time.GetElapsedTime(_started));
            }

            if (update.FinishReason is { } reason)
            {
                _span?.SetTag("gen_ai.response.finish_reasons", new[] { reason.Value });
            }

            var contents = update.Contents;
            for (var number = 0; number < contents.Count; number++)
            {
                if (contents[number] is UsageContent { Details: var usage })
                {
                    _counted.Take(usage);
                }
            }
        }

        public void Dispose()
        {
            telemetry.Ended(model, time.GetElapsedTime(_started), _error);
            if (_counted.Input + _counted.Output > 0)
            {
                telemetry.Used(model, "input", _counted.Input);
                telemetry.Used(model, "output", _counted.Output);
                _span?.SetTag("gen_ai.usage.input_tokens", _counted.Input).SetTag("gen_ai.usage.output_tokens", _counted.Output);
            }

            if (_error is not null)
            {
                _span?.SetTag("error.type", _error).SetStatus(ActivityStatusCode.Error);
            }

            _span?.Dispose();
        }
    }
}

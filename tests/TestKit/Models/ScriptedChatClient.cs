using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.TestKit.Models;

/// <summary>
/// A model that says what a script says: deltas, pauses on the injected clock, faults, in this order. Each call plays the next script; the last one
/// is played again and again. Records every call and how it ended.
/// </summary>
/// <param name="time">The clock of the pauses.</param>
/// <param name="scripts">One for each call.</param>
public sealed class ScriptedChatClient(TimeProvider time, params IReadOnlyList<ChatStep>[] scripts) : IChatClient
{
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<ScriptedChatCall> _calls = new();
    private int _next;

    /// <summary>Plays a script of these texts on the clock of the machine, without pauses.</summary>
    public ScriptedChatClient(params string[] deltas)
        : this(TimeProvider.System, Array.ConvertAll<string, ChatStep>(deltas, text => new ChatStep.Delta(text)))
    {
    }

    /// <summary>Gets every call, in order.</summary>
    public IReadOnlyList<ScriptedChatCall> Calls => [.. _calls];

    /// <summary>Gets how many calls are not at their end.</summary>
    public int Running => _calls.Count(call => call.End == ScriptedChatEnd.Running);

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            updates.Add(update);
        }

        return updates.ToChatResponse();
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (call, script) = Begin(messages, options);
        try
        {
            foreach (var step in script)
            {
                if (await step.PlayAsync(time, cancellationToken) is { } update)
                {
                    yield return update;
                }
            }

            call.End = ScriptedChatEnd.Completed;
        }
        finally
        {
            call.Leave(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private (ScriptedChatCall Call, IReadOnlyList<ChatStep> Script) Begin(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var call = new ScriptedChatCall([.. messages], options?.Clone());
        lock (_gate)
        {
            _calls.Enqueue(call);
            var script = scripts[Math.Min(_next, scripts.Length - 1)];
            _next++;
            return (call, script);
        }
    }
}

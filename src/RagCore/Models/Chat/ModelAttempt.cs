using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>One call of one model, read up to where it begins to speak.</summary>
internal sealed class ModelAttempt : IAsyncDisposable
{
    private readonly CancellationTokenSource _given;
    private readonly IAsyncEnumerator<ChatResponseUpdate> _updates;
    private readonly List<ChatResponseUpdate> _opening = [];

    public ModelAttempt(ChatModel model, IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        Model = model;
        _given = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _updates = model.Client.GetStreamingResponseAsync(messages, options, _given.Token).GetAsyncEnumerator(_given.Token);
        Opened = OpenAsync();
    }

    public ChatModel Model { get; }

    /// <summary>Gets the work of reading up to the first token, or to the end of an answer without one.</summary>
    public Task Opened { get; }

    /// <summary>Gets what was read until then, the first token included.</summary>
    public IReadOnlyList<ChatResponseUpdate> Opening => _opening;

    /// <summary>Gets a value indicating whether something of the answer was read.</summary>
    public bool Speaks { get; private set; }

    /// <summary>Gets a value indicating whether the answer is whole.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Returns the next update; null at the end.</summary>
    public async ValueTask<ChatResponseUpdate?> NextAsync()
    {
        if (!IsComplete && await _updates.MoveNextAsync())
        {
            return _updates.Current;
        }

        IsComplete = true;
        return null;
    }

    /// <summary>Tells the model that nobody listens any more.</summary>
    public Task GiveUpAsync() => _given.CancelAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _given.CancelAsync();
        try
        {
            await Opened;
        }
        catch (Exception fault) when (fault is OperationCanceledException or ModelCallException)
        {
            // Whoever waited for it was told.
        }

        await _updates.DisposeAsync();
        _given.Dispose();
    }

    private async Task OpenAsync()
    {
        while (!Speaks && await NextAsync() is { } update)
        {
            _opening.Add(update);
            Speaks = ModelUpdates.Speaks(update);
        }
    }
}

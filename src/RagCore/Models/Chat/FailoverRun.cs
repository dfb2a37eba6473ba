using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>One call on its way through the models.</summary>
internal sealed class FailoverRun(
    IEnumerable<ChatModel> models, ModelRequest request, Hedging hedging, ChatTelemetry telemetry, TimeProvider time) : IAsyncDisposable
{
    // Two models that refuse a request refuse the request.
    private const int MaxRefusals = 2;

    // Longer than this the person waits in vain: an answer without a model is there at once.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private readonly List<ChatModel> _left = [.. models];
    private readonly List<ModelAttempt> _started = [];
    private readonly List<ModelAttempt> _racing = [];
    private readonly List<string> _faults = [];
    private (ChatModel Model, TimeSpan Pause)? _shortestRest;
    private int _refusals;
    private bool _hasWaited;
    private bool _hasHedged;

    public ModelCallException? LastFault { get; private set; }

    /// <summary>Gets what became of each model, for an operator.</summary>
    public string Summary => _faults.Count == 0
        ? "No model may be called for this organisation within its budget."
        : $"No model answered: {string.Join(", ", _faults)}.";

    /// <summary>Returns the next model that begins to speak, or that answers with nothing; null when no model is left.</summary>
    public async Task<ModelAttempt?> OpenNextAsync()
    {
        while (_racing.Count > 0 || await TakeAsync() is { } model && Begin(model))
        {
            var opened = await FirstOpenedAsync();
            if (opened is null)
            {
                continue;
            }

            try
            {
                await opened.Opened;
            }
            catch (ModelCallException fault)
            {
                await FailedAsync(opened, fault);
                continue;
            }

            await WonAsync(opened);
            return opened;
        }

        return null;
    }

    /// <summary>Returns the next update of a model that speaks; null when it is at its end or failed.</summary>
    public async ValueTask<ChatResponseUpdate?> NextAsync(ModelAttempt attempt)
    {
        try
        {
            return await attempt.NextAsync();
        }
        catch (ModelCallException fault)
        {
            await FailedAsync(attempt, fault);
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var attempt in _started)
        {
            await attempt.DisposeAsync();
        }
    }

    private bool Begin(ChatModel model)
    {
        var attempt = new ModelAttempt(model, request.Messages, request.Options, request.CancellationToken);
        _started.Add(attempt);
        _racing.Add(attempt);
        return true;
    }

    private async Task<ChatModel?> TakeAsync()
    {
        if (_left.Count == 0 && !_hasWaited && _refusals < MaxRefusals && _shortestRest is { } rest && rest.Pause <= LongestWait)
        {
            _hasWaited = true;
            await Task.Delay(rest.Pause, time, request.CancellationToken);
            return rest.Model;
        }

        if (_left.Count == 0)
        {
            return null;
        }

        var next = _left[0];
        _left.RemoveAt(0);
        return next;
    }

    /// <summary>Returns the attempt that opened or failed first; null when a second one was begun instead.</summary>
    private async Task<ModelAttempt?> FirstOpenedAsync()
    {
        if (_racing.Count > 1)
        {
            await Task.WhenAny(_racing.Select(attempt => attempt.Opened));
        }
        else if (hedging.Delay is { } delay && !_hasHedged && _left.Count > 0 && !_racing[0].Opened.IsCompleted)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(request.CancellationToken);
            var silence = Task.Delay(delay, time, stop.Token);
            var first = await Task.WhenAny(_racing[0].Opened, silence);
            await stop.CancelAsync();
            if (first == silence && !request.CancellationToken.IsCancellationRequested && Hedge())
            {
                return null;
            }
        }

        return _racing.Find(attempt => attempt.Opened.IsCompleted) ?? _racing[0];
    }

    private bool Hedge()
    {
        _hasHedged = true;
        var next = _left.Find(model => !model.Health.IsOut && model.Health.Rest is null);
        if (next is null || !hedging.Budget.TrySpend())
        {
            return false;
        }

        _left.Remove(next);
        return Begin(next);
    }

    private async Task WonAsync(ModelAttempt winner)
    {
        _racing.Remove(winner);
        if (_racing.Count > 0)
        {
            telemetry.Hedged(_started.IndexOf(winner) < _started.IndexOf(_racing[0]) ? "first" : "second");
        }

        foreach (var loser in _racing)
        {
            await loser.GiveUpAsync();
        }

        // It was slow, not wrong: should the winner break off, it is asked again.
        _left.InsertRange(0, _racing.Select(loser => loser.Model));
        _racing.Clear();
    }

    private async Task FailedAsync(ModelAttempt attempt, ModelCallException fault)
    {
        _racing.Remove(attempt);
        _started.Remove(attempt);
        await attempt.DisposeAsync();
        LastFault = fault;
        _faults.Add($"{attempt.Model.Name} ({fault.Fault.Tag()})");
        if (fault.RetryAfter is { } pause && !(pause >= _shortestRest?.Pause))
        {
            _shortestRest = (attempt.Model, pause);
        }

        if (fault.Fault is ModelFault.Refused or ModelFault.TooLong or ModelFault.Filtered && ++_refusals >= MaxRefusals)
        {
            _left.Clear();
        }

        if (_left.Count > 0 || _racing.Count > 0)
        {
            telemetry.FailedOver(attempt.Model.Name, fault.Fault);
        }
    }
}

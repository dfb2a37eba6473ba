using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Models.Chat;

/// <summary>What one call uses, counted while it streams.</summary>
internal sealed class ModelBill(ChatModelOptions model)
{
    private const decimal TokensPerPrice = 1_000_000;

    private CountedTokens _counted;
    private long _writtenBytes;
    private ModelFault? _fault;
    private bool _isComplete;

    public void Add(ChatResponseUpdate update)
    {
        var contents = update.Contents;
        for (var number = 0; number < contents.Count; number++)
        {
            if (contents[number] is UsageContent { Details: var usage })
            {
                _counted.Take(usage);
            }
            else
            {
                _writtenBytes += TokenEstimate.BytesOf(contents[number]);
            }
        }
    }

    public void Failed(ModelCallException fault) => _fault = fault.Fault;

    public void Completed() => _isComplete = true;

    /// <summary>Returns the charge; null for a call that did not reach its provider.</summary>
    /// <param name="purpose">What the model was called for.</param>
    /// <param name="inputEstimate">Counts the request, where the provider did not.</param>
    public ModelCharge? Close(ModelPurpose purpose, Func<long> inputEstimate)
    {
        if (_fault?.HasReached() is false)
        {
            return null;
        }

        if (_writtenBytes + _counted.Input == 0 && _fault?.IsRefusal() is true)
        {
            return new ModelCharge(model.KnownAs, purpose, 0, 0, 0, IsEstimated: false);
        }

        // What a provider counted before a stream was cut is the least it counts.
        var written = TokenEstimate.Tokens(_writtenBytes);
        var isCounted = _isComplete && _counted.Input > 0 && (_counted.Output > 0 || written == 0);
        var input = _counted.Input > 0 ? _counted.Input : inputEstimate();
        var output = isCounted ? _counted.Output : Math.Max(_counted.Output, written);
        var cost = ((input * model.InputPrice) + (output * model.OutputPrice)) / TokensPerPrice;
        return new ModelCharge(model.KnownAs, purpose, input, output, cost, IsEstimated: !isCounted);
    }
}

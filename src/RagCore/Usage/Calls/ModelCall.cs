using ChatOpsBot.RagCore.Inbox;
using Microsoft.Extensions.AI;

namespace ChatOpsBot.RagCore.Usage.Calls;

/// <summary>
/// What travels with a call of a model besides its text: who pays, what for, how much it may cost, and where the bill goes. Carried in the
/// options, where every <see cref="DelegatingChatClient"/> of the chain finds it.
/// </summary>
/// <param name="Account">Who pays.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Spending">Which models may be called.</param>
/// <param name="OnCharged">Told of every call that reached a provider, also of one that failed after tokens were used. Called from any thread.</param>
public sealed record ModelCall(ModelAccount Account, ModelPurpose Purpose, SpendingLevel Spending, Action<ModelCharge> OnCharged)
{
    private const string Key = "chatopsbot.call";

    /// <summary>Returns the call the options carry; null for a call that nobody accounts for, such as a probe.</summary>
    public static ModelCall? Of(ChatOptions? options)
        => options?.AdditionalProperties?.TryGetValue(Key, out var call) is true ? call as ModelCall : null;

    /// <summary>Returns options that carry this call.</summary>
    public ChatOptions Attach(ChatOptions options)
    {
        var copy = options.Clone();
        (copy.AdditionalProperties ??= [])[Key] = this;
        return copy;
    }
}

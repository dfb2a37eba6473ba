namespace ChatOpsBot.RagCore.Conversations;

/// <summary>What a failed delivery means for the next attempt.</summary>
public enum DeliveryFailure
{
    /// <summary>Certainly not delivered; try again later.</summary>
    Transient,

    /// <summary>May or may not have been delivered; reconcile before trying again.</summary>
    Ambiguous,

    /// <summary>Cannot be delivered; do not try again.</summary>
    Permanent,

    /// <summary>What was to be changed is not there any more; something new can be posted.</summary>
    Gone,
}

/// <summary>A channel could not deliver. The message names the platform's method and error code, never a body.</summary>
public sealed class DeliveryException(DeliveryFailure failure, string message, TimeSpan? retryAfter = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Gets what the failure means for the next attempt.</summary>
    public DeliveryFailure Failure { get; } = failure;

    /// <summary>Gets how long the platform asked to wait, when it did.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

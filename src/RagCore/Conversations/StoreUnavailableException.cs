namespace ChatOpsBot.RagCore.Conversations;

/// <summary>The store cannot take or give data now: not writable, disk full, connection lost. A door answers 503, so that the platform delivers again.</summary>
public sealed class StoreUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);

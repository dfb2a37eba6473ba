namespace ChatOpsBot.RagCore.Answering;

/// <summary>No model may or can be asked now: all are down, none is allowed for this organisation, or the budget is used up.</summary>
/// <param name="message">Why, for an operator; names no person and quotes no text.</param>
/// <param name="innerException">The last fault, when there was one.</param>
public sealed class ModelsUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);

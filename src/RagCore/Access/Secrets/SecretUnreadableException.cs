namespace ChatOpsBot.RagCore.Access.Secrets;

/// <summary>A stored secret cannot be decrypted. The message says what to do and holds nothing of the secret.</summary>
public sealed class SecretUnreadableException(string message) : Exception(message);

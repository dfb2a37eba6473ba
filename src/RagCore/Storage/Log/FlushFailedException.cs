namespace ChatOpsBot.RagCore.Storage.Log;

/// <summary>Keeps a failed flush, which ends the log, apart from a failed write, which is harmless: it is no <see cref="IOException"/>.</summary>
internal sealed class FlushFailedException(IOException innerException) : Exception(innerException.Message, innerException);

namespace ChatOpsBot.RagCore.Answering.Tools;

/// <summary>A tool cannot look something up. The message is for the log: it names no argument and nothing that was read.</summary>
internal sealed class ToolFaultException : Exception
{
    public ToolFaultException(string message)
        : base(message)
    {
    }

    public ToolFaultException(string message, Exception cause)
        : base(message, cause)
    {
    }
}

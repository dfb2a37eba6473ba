namespace ChatOpsBot.RagCore.Evaluation;

/// <summary>A file of a data set cannot be read. The message is fit for the person who named the file.</summary>
public sealed class DataSetException : Exception
{
    public DataSetException()
    {
    }

    public DataSetException(string message)
        : base(message)
    {
    }

    public DataSetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public DataSetException(string path, int line, string reason, Exception? inner)
        : base($"{path}, line {line} {reason}.", inner)
    {
    }
}

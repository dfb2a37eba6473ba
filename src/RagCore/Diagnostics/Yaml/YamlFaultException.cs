namespace ChatOpsBot.RagCore.Diagnostics.Yaml;

/// <summary>A YAML file cannot be read at all. The message is fit for the person who wrote it.</summary>
/// <param name="line">Where, from 1.</param>
/// <param name="message">What and how to mend it, without a full stop at the end.</param>
internal sealed class YamlFaultException(int line, string message) : Exception(message)
{
    public int Line => line;
}

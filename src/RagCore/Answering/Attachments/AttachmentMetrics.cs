using System.Diagnostics.Metrics;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Diagnostics;

namespace ChatOpsBot.RagCore.Answering.Attachments;

/// <summary>Counts what became of the files of questions.</summary>
internal sealed class AttachmentMetrics
{
    private readonly Counter<long> _files;

    public AttachmentMetrics(IMeterFactory meters)
        => _files = meters.Create(Meters.Core).CreateCounter<long>("chatopsbot.attachments.files", "{file}", "Files of questions by channel and result.");

    /// <summary>Counts one file.</summary>
    /// <param name="channel">Where it came from.</param>
    /// <param name="result">read, or the name of the phrase that the person is told.</param>
    public void Ended(ChannelKind channel, string result)
        => _files.Add(1, new KeyValuePair<string, object?>("channel", channel.ToString()), new KeyValuePair<string, object?>("result", result));
}

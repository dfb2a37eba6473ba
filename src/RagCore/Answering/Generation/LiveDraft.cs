using ChatOpsBot.RagCore.Answering.Citations;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Answering.Generation;

/// <summary>Shows a draft while it is written, but of it only what was verified: what is shown is never taken back.</summary>
internal sealed class LiveDraft(AnswerAssembly assembly, IProgress<TurnProgress> progress) : IDraftSink
{
    public bool Add(DraftStatement statement)
    {
        if (!assembly.Add(statement))
        {
            return false;
        }

        progress.Report(new TurnProgress("writing", Sources: null) { Partial = new PartialAnswer([.. assembly.Statements], [.. assembly.Citations]) });
        return true;
    }

    public void Restart() => assembly.Restart();
}

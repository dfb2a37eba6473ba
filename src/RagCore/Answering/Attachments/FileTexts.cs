using ChatOpsBot.RagCore.Conversations;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.RagCore.Answering.Attachments;

/// <summary>
/// The texts of files for a while, in the memory of this process alone: nothing of them is stored. A file is known by its thread, so that no other
/// thread finds it.
/// </summary>
internal sealed class FileTexts(TimeProvider time, IOptions<AttachmentOptions> options)
{
    private const int MaxFiles = 500;
    private const long MaxLength = 16 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<(ConversationKey Thread, string Id), Kept> _files = [];
    private long _length;

    public ReadFile? Find(ConversationKey thread, string id)
    {
        lock (_gate)
        {
            DropOld();
            return _files.TryGetValue((thread, id), out var kept) ? kept.File : null;
        }
    }

    public void Keep(ConversationKey thread, string id, ReadFile file)
    {
        lock (_gate)
        {
            Drop((thread, id));
            DropOld();
            while (_files.Count > 0 && (_files.Count >= MaxFiles || _length + file.Length > MaxLength))
            {
                Drop(_files.MinBy(pair => pair.Value.Since).Key);
            }

            if (file.Length <= MaxLength && options.Value.KeepText > TimeSpan.Zero)
            {
                _files[(thread, id)] = new Kept(file, time.GetUtcNow());
                _length += file.Length;
            }
        }
    }

    /// <summary>Lets go of everything of a thread.</summary>
    public void Forget(ConversationKey thread)
    {
        lock (_gate)
        {
            foreach (var key in _files.Keys.Where(key => key.Thread == thread).ToList())
            {
                Drop(key);
            }
        }
    }

    private void DropOld()
    {
        var oldest = time.GetUtcNow() - options.Value.KeepText;
        foreach (var key in _files.Where(pair => pair.Value.Since <= oldest).Select(pair => pair.Key).ToList())
        {
            Drop(key);
        }
    }

    private void Drop((ConversationKey Thread, string Id) key)
    {
        if (_files.Remove(key, out var kept))
        {
            _length -= kept.File.Length;
        }
    }

    private sealed record Kept(ReadFile File, DateTimeOffset Since);
}

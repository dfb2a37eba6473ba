namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Mail;

/// <summary>Puts messages together that answer each other, in whatever order they come.</summary>
internal sealed class MailThreads
{
    private readonly Dictionary<string, List<MailMessage>> _byId = new(StringComparer.Ordinal);
    private readonly List<List<MailMessage>> _threads = [];

    /// <summary>Gets the threads in the order they began in, their messages by date.</summary>
    public IEnumerable<IReadOnlyList<MailMessage>> All
        => _threads.Select(thread => (IReadOnlyList<MailMessage>)[.. thread.OrderBy(message => message.At ?? DateTimeOffset.MaxValue)]);

    public void Add(MailMessage message)
    {
        string[] ids = [.. message.Answers, .. message.Id is { } own ? [own] : Array.Empty<string>()];
        var thread = ids.Select(id => _byId.GetValueOrDefault(id)).FirstOrDefault(known => known is not null);
        if (thread is null)
        {
            _threads.Add(thread = []);
        }
        else if (message.Id is { } id && thread.Exists(other => other.Id == id))
        {
            // Mailboxes hold a message twice when it was filed twice.
            return;
        }

        thread.Add(message);
        foreach (var id in ids)
        {
            _byId.TryAdd(id, thread);
        }
    }
}

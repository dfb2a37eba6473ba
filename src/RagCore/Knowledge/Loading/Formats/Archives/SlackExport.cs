using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Archives;

/// <summary>
/// A workspace export of Slack (https://slack.com/help/articles/220556107): <c>users.json</c>, <c>channels.json</c> and a folder for each channel with
/// a file for each day. One document for each channel and day; threads are kept together. Private conversations are not read.
/// </summary>
internal sealed class SlackExport
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(30);

    private static readonly string[] PrivateLists = ["groups.json", "dms.json", "mpims.json"];

    private readonly ZipArchive _archive;
    private readonly HashSet<string> _channels;
    private readonly SlackMarkup _markup;
    private readonly IReadOnlyDictionary<string, string> _users;

    private SlackExport(ZipArchive archive, HashSet<string> channels, IReadOnlyDictionary<string, string> users)
    {
        (_archive, _channels, _users) = (archive, channels, users);
        _markup = new SlackMarkup(users);
    }

    /// <summary>Returns the export, or null when the archive is none.</summary>
    public static SlackExport? TryOpen(ZipArchive archive)
    {
        if (archive.GetEntry("channels.json") is not { } channels || archive.GetEntry("users.json") is not { } users)
        {
            return null;
        }

        var names = Elements(channels).Select(channel => TextOf(channel, "name")).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var people = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var user in Elements(users))
        {
            if (TextOf(user, "id") is { } id)
            {
                people[id] = NameOf(user) ?? id;
            }
        }

        return new SlackExport(archive, names, people);
    }

    public Extraction Read()
    {
        var (texts, refused) = (new List<ExtractedText>(), new List<RefusedPart>());
        foreach (var entry in _archive.Entries.Where(entry => entry.FullName.EndsWith(".json", StringComparison.Ordinal)).OrderBy(entry => entry.FullName, StringComparer.Ordinal))
        {
            if (entry.FullName.Split('/') is not [var channel, var file])
            {
                if (PrivateLists.Contains(entry.FullName))
                {
                    refused.Add(new RefusedPart(entry.FullName, LoadOutcome.Private));
                }
            }
            else if (!_channels.Contains(channel))
            {
                refused.Add(new RefusedPart(entry.FullName, LoadOutcome.Private));
            }
            else if (ReadDay(channel, Path.GetFileNameWithoutExtension(file), entry) is { } text)
            {
                texts.Add(text with { Part = entry.FullName });
            }
        }

        return new Extraction(texts, refused);
    }

    private static IReadOnlyList<JsonElement> Elements(ZipArchiveEntry entry)
    {
        try
        {
            using var stream = entry.Open();
            using var document = JsonDocument.Parse(stream);
            return document.RootElement.ValueKind == JsonValueKind.Array ? [.. document.RootElement.EnumerateArray().Select(element => element.Clone())] : [];
        }
        catch (JsonException)
        {
            throw new LoadRefusedException(LoadOutcome.Damaged);
        }
    }

    private static string? TextOf(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? NameOf(JsonElement user)
        => user.TryGetProperty("profile", out var profile) && TextOf(profile, "real_name") is { Length: > 0 } real ? real : TextOf(user, "real_name") ?? TextOf(user, "name");

    private ExtractedText? ReadDay(string channel, string day, ZipArchiveEntry entry)
    {
        var messages = Elements(entry).Select(ReadMessage).OfType<SlackExportMessage>().ToList();
        if (messages.Count == 0)
        {
            return null;
        }

        var builder = new MarkdownTextBuilder();
        builder.Heading(1, $"#{channel}, {day}");
        foreach (var conversation in Conversations(messages))
        {
            builder.Mark(string.Create(CultureInfo.InvariantCulture, $"{conversation[0].At:HH:mm}"));
            foreach (var message in conversation)
            {
                builder.Paragraph(string.Create(CultureInfo.InvariantCulture, $"**{message.Author}** ({message.At:HH:mm}): {message.Text}"));
            }
        }

        return new ExtractedText(builder.ToString(), TextFormat.Markdown)
        {
            Kind = DocumentKind.Chat,
            Places = builder.Places,
            Effective = DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
        };
    }

    /// <summary>A thread is a conversation; so are messages outside threads as long as nobody is silent for long.</summary>
    private static IEnumerable<List<SlackExportMessage>> Conversations(List<SlackExportMessage> messages)
    {
        List<SlackExportMessage>? open = null;
        foreach (var thread in messages.GroupBy(message => message.Thread).Select(thread => thread.OrderBy(message => message.At).ToList()).OrderBy(thread => thread[0].At))
        {
            if (open is not null && open.Count > 0 && (thread.Count > 1 || thread[0].At - open[^1].At > Silence))
            {
                yield return open;
                open = null;
            }

            if (thread.Count > 1)
            {
                yield return thread;
            }
            else
            {
                (open ??= []).Add(thread[0]);
            }
        }

        if (open is not null)
        {
            yield return open;
        }
    }

    private SlackExportMessage? ReadMessage(JsonElement element)
    {
        // Joins, topics and other notices have a subtype; what people and bots say has none, or one of these.
        var isSaid = TextOf(element, "type") == "message" && TextOf(element, "subtype") is null or "thread_broadcast" or "me_message" or "bot_message" or "file_share";
        if (!isSaid || TextOf(element, "text") is not { Length: > 0 } text || TextOf(element, "ts") is not { } ts
            || !double.TryParse(ts, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) || seconds is < 0 or > 1e11)
        {
            return null;
        }

        var author = TextOf(element, "user") is { } id ? _users.GetValueOrDefault(id, id) : TextOf(element, "username") ?? "Bot";
        return new SlackExportMessage(TextOf(element, "thread_ts") ?? ts, DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)), author, _markup.ToText(text));
    }

    private sealed record SlackExportMessage(string Thread, DateTimeOffset At, string Author, string Text);
}

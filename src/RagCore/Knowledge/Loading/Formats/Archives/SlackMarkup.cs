using System.Net;
using System.Text;

namespace ChatOpsBot.RagCore.Knowledge.Loading.Formats.Archives;

/// <summary>Turns the marks of Slack's messages into text: people and channels by name, links by their label and address.</summary>
/// <param name="users">The names of people by id.</param>
internal sealed class SlackMarkup(IReadOnlyDictionary<string, string> users)
{
    public string ToText(string message)
    {
        var text = new StringBuilder(message.Length);
        for (var at = 0; at < message.Length;)
        {
            var end = message[at] == '<' ? message.IndexOf('>', at) : -1;
            if (end < 0)
            {
                text.Append(message[at++]);
                continue;
            }

            text.Append(Entity(message[(at + 1)..end]));
            at = end + 1;
        }

        return WebUtility.HtmlDecode(text.ToString());
    }

    private string Entity(string entity)
    {
        var parts = entity.Split('|', 2);
        var label = parts.Length == 2 && parts[1].Length > 0 ? parts[1] : null;
        return parts[0] switch
        {
            ['@', .. var user] => "@" + (label ?? users.GetValueOrDefault(user, user)),
            ['#', .. var channel] => "#" + (label ?? channel),
            ['!', .. var command] => label ?? "@" + command.Split('^')[0],
            var link => label is null || label == link ? link : $"{label} ({link})",
        };
    }
}

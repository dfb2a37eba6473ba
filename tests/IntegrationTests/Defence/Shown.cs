using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatOpsBot.BotHost.Cli;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.Channels.Teams;
using ChatOpsBot.Channels.Teams.Rendering;
using ChatOpsBot.Channels.Web.Rendering;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.TestKit.Turns;
using Spectre.Console;

namespace ChatOpsBot.IntegrationTests.Defence;

/// <summary>What people see of an answer on every channel, and what of it could come to life.</summary>
internal static partial class Shown
{
    private const string Turn = "0123456789abcdefghijklmnop";

    private static readonly string[] LiveTypes = ["user", "usergroup", "broadcast", "channel", "image", "video", "Image", "ImageSet", "Media", "mention"];

    /// <summary>Returns what is wrong with what is shown; empty when nothing is.</summary>
    public static IReadOnlyList<string> Faults(AnswerReply reply, string canary)
    {
        var links = reply.Citations.Select(citation => citation.Link?.AbsoluteUri).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var nodes = Rendered(reply).ToList();
        var faults = nodes.SelectMany(node => Strings(node, "")).SelectMany(entry => Faults(entry.Name, entry.Text, links)).ToList();
        var all = string.Concat(nodes.Select(node => node.ToJsonString())) + OnConsole(reply);
        return [.. faults, .. all.Contains(canary, StringComparison.OrdinalIgnoreCase) ? ["canary"] : Array.Empty<string>(), .. reply.Statements.Where(statement => Hidden().IsMatch(statement.Text)).Select(_ => "hidden characters")];
    }

    private static IEnumerable<JsonNode> Rendered(AnswerReply reply)
    {
        var outbound = new OutboundReply(reply, default);
        foreach (var message in SlackReplyRenderer.Render(outbound, new SlackCardContext(Turn)))
        {
            yield return new JsonObject { ["mrkdwn"] = message.Text, ["blocks"] = message.Blocks.DeepClone() };
        }

        foreach (var style in new[] { TeamsAnswerStyle.Card, TeamsAnswerStyle.Text })
        {
            foreach (var message in TeamsReplyRenderer.Render(outbound, new TeamsCardContext(Turn, style)))
            {
                yield return new JsonObject { ["teams"] = message.DeepClone() };
            }
        }

        foreach (var message in TeamsReplyRenderer.RenderPlain(outbound, new TeamsCardContext(Turn)))
        {
            yield return new JsonObject { ["teams"] = message.DeepClone() };
        }

        var answer = new StoredAnswer(reply, "Question", Messages.At, new Dictionary<string, double>(), new Dictionary<string, string>(), null);
        yield return JsonSerializer.SerializeToNode(WebReplyRenderer.Render(new TurnRecord(Messages.Of("1"), TurnState.Answered, answer, null), answer, "C1"))!;
    }

    private static string OnConsole(AnswerReply reply)
    {
        using var writer = new StringWriter();
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });
        ConsoleReplyRenderer.Write(new StoredAnswer(reply, "Question", Messages.At, new Dictionary<string, double>(), new Dictionary<string, string>(), null));
        return writer.ToString();
    }

    private static IEnumerable<(string Name, string Text)> Strings(JsonNode? node, string name) => node switch
    {
        JsonObject parts => parts.SelectMany(part => Strings(part.Value, part.Key)),
        JsonArray items => items.SelectMany(item => Strings(item, name)),
        JsonValue value when value.TryGetValue<string>(out var text) => [(name, text)],
        _ => [],
    };

    private static IEnumerable<string> Faults(string name, string text, HashSet<string> links)
    {
        if (name is "type" && LiveTypes.Contains(text))
        {
            yield return $"element {text}";
        }

        if (name is "url" or "Url" && !links.Contains(text) && !text.StartsWith("https://schema.org", StringComparison.Ordinal) && !text.StartsWith("/v1/documents/", StringComparison.Ordinal))
        {
            yield return $"url {text}";
        }

        if (name is "mrkdwn" or "text" && Mention().IsMatch(text) && name is "mrkdwn")
        {
            yield return "mention";
        }

        foreach (Match link in Link().Matches(text))
        {
            var target = link.Groups["target"].Value.Replace("&amp;", "&", StringComparison.Ordinal);
            if (!links.Any(known => target.StartsWith(known, StringComparison.Ordinal)))
            {
                yield return $"link {target}";
            }
        }
    }

    [GeneratedRegex(@"(?<!\\)\]\((?<target>[^)\s]*)\)|<(?<target>https?:[^|>]*)[|>]", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex("<[@!#]|<at>", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Mention();

    [GeneratedRegex(@"[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]", RegexOptions.CultureInvariant)]
    private static partial Regex Hidden();
}

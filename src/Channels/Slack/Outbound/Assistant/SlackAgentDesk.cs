using System.Text.Json.Nodes;
using System.Threading.Channels;
using ChatOpsBot.Channels.Slack.Inbound;
using ChatOpsBot.Channels.Slack.Rendering;
using ChatOpsBot.RagCore.Conversations.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ChatOpsBot.Channels.Slack.Outbound.Assistant;

/// <summary>
/// Does behind the request what Slack's agent view asks for beside the answers: suggests questions and names threads (S-69). Bounded and never stored: what is
/// lost was a courtesy.
/// </summary>
internal sealed class SlackAgentDesk(SlackWebClient client, SlackRefusals refusals, IOptions<SlackOptions> options) : BackgroundService
{
    /// <summary>The most questions Slack shows.</summary>
    public const int MaxPrompts = 4;

    private const int Capacity = 200;
    private const int MaxTitle = 60;

    private readonly Channel<Errand> _waiting = Channel.CreateBounded<Errand>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    /// <summary>Suggests questions to a person who opened the conversation with the bot.</summary>
    public bool TrySuggest(SlackOpening opening)
        => TryTake(new Errand(SlackMethod.SetPrompts, opening.Team, Prompts(opening)));

    /// <summary>Names the thread of a question that began one.</summary>
    public bool TryName(SlackAddress address, string question)
    {
        var title = SlackTitle(question);
        return title.Length > 0 && TryTake(new Errand(
            SlackMethod.SetTitle, address.Team, new() { ["channel_id"] = address.Channel, ["thread_ts"] = address.Thread, ["title"] = title }));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var errand in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            await RunAsync(errand, stoppingToken);
        }
    }

    private static string SlackTitle(string question) => SlackEscape.Literal(DisplayText.OneLine(question, MaxTitle));

    private bool TryTake(Errand errand)
        => options.Value.Agent && !refusals.Holds(errand.Method, errand.Team) && _waiting.Writer.TryWrite(errand);

    private async Task RunAsync(Errand errand, CancellationToken cancellationToken)
    {
        if (refusals.Holds(errand.Method, errand.Team))
        {
            return;
        }

        try
        {
            await client.CallAtOnceAsync(errand.Method, errand.Team, null, errand.Arguments, cancellationToken);
        }
        catch (SlackApiException fault)
        {
            refusals.Learn(errand.Method, errand.Team, fault.Error);
        }
    }

    // Slack ignores prompts for an agent that name a thread, and wants the thread of an assistant of the older kind.
    private JsonObject Prompts(SlackOpening opening)
    {
        var arguments = new JsonObject
        {
            ["channel_id"] = opening.Channel,
            ["title"] = Phrases.For(null)[Phrase.PromptsTitle],
            ["prompts"] = new JsonArray([.. Suggested().Take(MaxPrompts).Select(Prompt)]),
        };
        if (opening.Thread is not null)
        {
            arguments["thread_ts"] = opening.Thread;
        }

        return arguments;
    }

    private IEnumerable<(string Title, string Message)> Suggested()
    {
        if (options.Value.SuggestedPrompts.Count > 0)
        {
            return options.Value.SuggestedPrompts.Select(question => (question, question));
        }

        var phrases = Phrases.For(null);
        return [(phrases[Phrase.PromptSources], "sources"), (phrases[Phrase.PromptHelp], "help")];
    }

    private static JsonNode Prompt((string Title, string Message) prompt)
        => new JsonObject { ["title"] = DisplayText.OneLine(prompt.Title, MaxTitle), ["message"] = prompt.Message };

    private sealed record Errand(SlackMethod Method, string Team, JsonObject Arguments);
}

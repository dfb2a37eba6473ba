using ChatOpsBot.Channels.Teams.Outbound;
using ChatOpsBot.Channels.Teams.Outbound.References;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Memory;
using ChatOpsBot.RagCore.Turns;

namespace ChatOpsBot.Channels.Teams.Inbound;

/// <summary>Does what genuine activities ask for: what is for the bot is stored, then acknowledged, and answered later (T-10, T-12).</summary>
internal sealed class TeamsIntake(
    TeamsActivityMapper mapper, TeamsInvokes invokes, IInbox inbox, ChangeDesk changes, PlaceRemoval removal, ITurnJournal journal, IConversationMemory memory,
    TeamsClosedConversations closed, TeamsReferences references, TeamsRoster roster, TimeProvider time)
{
    // Teams gives a request 10 to 15 seconds (T-10); what is stored after all is a duplicate when it comes again.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

    public async ValueTask<TeamsAnswer> AnswerAsync(TeamsActivity activity)
    {
        if (activity.Type == "invoke")
        {
            // Work that outlasts its answer must not read from a buffer that has been given back.
            return await invokes.AnswerAsync(activity with { Root = activity.Root.Clone() });
        }

        ForgetRoster(activity);
        var taking = TakeAsync(activity, mapper.Map(activity));
        if (taking.IsCompletedSuccessfully)
        {
            return await taking;
        }

        try
        {
            return await taking.AsTask().WaitAsync(Limit, time);
        }
        catch (TimeoutException)
        {
            return TeamsAnswer.NotStored(TeamsResults.Unavailable);
        }
    }

    // Who joins or leaves a team does so in every channel of it, and the activity names one of them.
    private void ForgetRoster(TeamsActivity activity)
    {
        if (activity is { Type: "conversationUpdate", Tenant: { } tenant, Room: { } room })
        {
            roster.Forget(tenant, activity.IsChannel || activity.IsInTeam ? null : room);
        }
    }

    // A request that was given up by its sender has still been said: nothing here ends with the connection.
    private async ValueTask<TeamsAnswer> TakeAsync(TeamsActivity activity, TeamsMapping mapping) => mapping switch
    {
        TeamsMapping.Question question => await AskAsync(activity, question),
        TeamsMapping.Installed installed => await AcceptAsync(activity, installed.Greeting, TeamsResults.Installed),
        TeamsMapping.Edit edit => Changed(await changes.EditAsync(edit.Change, CancellationToken.None), TeamsResults.Edited),
        TeamsMapping.Removal removal => Changed(await changes.RemoveAsync(removal.Change, CancellationToken.None), TeamsResults.Removed),
        TeamsMapping.Uninstalled uninstalled => await ForgetAsync(activity, uninstalled.Conversation),
        TeamsMapping.Ignored ignored => TeamsAnswer.Ok(ignored.Reason),
        _ => TeamsAnswer.Ok(TeamsResults.UnknownShape),
    };

    private async ValueTask<TeamsAnswer> AskAsync(TeamsActivity activity, TeamsMapping.Question question)
        => question.IfThreadKnown && !await journal.KnowsThreadAsync(question.Message.Conversation, CancellationToken.None)
            ? TeamsAnswer.Ok(TeamsResults.NotAddressed)
            : await AcceptAsync(activity, question.Message, TeamsResults.Accepted);

    private static TeamsAnswer Changed(ChangeResult result, string taken) => result switch
    {
        ChangeResult.Taken => TeamsAnswer.Ok(taken),
        ChangeResult.Duplicate => TeamsAnswer.Ok(TeamsResults.Duplicate),
        ChangeResult.Full => TeamsAnswer.NotStored(TeamsResults.Busy),
        _ => TeamsAnswer.Ok(TeamsResults.NotAddressed),
    };

    private async ValueTask<TeamsAnswer> AcceptAsync(TeamsActivity activity, InboundMessage message, string accepted)
    {
        // Before anybody can take the message to answer it.
        closed.Reopen(activity.Tenant!, activity.Room!);
        references.Note(TeamsAddress.Read(message.ReplyTo), message.Sender.Id);
        var result = await inbox.AcceptAsync(message, CancellationToken.None);
        return result switch
        {
            AcceptResult.Accepted => TeamsAnswer.Ok(accepted),
            AcceptResult.Duplicate => TeamsAnswer.Ok(TeamsResults.Duplicate),
            _ => TeamsAnswer.NotStored(TeamsResults.Busy),
        };
    }

    // One conversation with its threads: in a team, the channel that is named.
    private async ValueTask<TeamsAnswer> ForgetAsync(TeamsActivity activity, ConversationKey conversation)
    {
        closed.Close(activity.Tenant!, activity.Room!);
        await references.ForgetAsync(activity.Tenant!, activity.Room!, activity.IsPersonal ? activity.Person : null, CancellationToken.None);
        await memory.ForgetAsync(conversation, CancellationToken.None);
        var place = new Place(conversation.Tenant, ChannelKind.Teams, conversation.ConversationId);
        return Changed(await removal.RequestAsync(place, activity.Id ?? activity.Room!, CancellationToken.None) switch
        {
            ChangeResult.Duplicate => ChangeResult.Taken,
            var result => result,
        }, TeamsResults.Uninstalled);
    }
}

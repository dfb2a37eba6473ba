using System.Buffers.Binary;
using System.Text;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Feedback;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Log;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Embedded;

/// <summary>Writes records into tickets; <see cref="StoredRecord"/> reads them.</summary>
internal sealed class RecordWriter(TimeProvider time)
{
    private const int MaxCauseLength = 200;

    /// <summary>Writes the head of a message: enough to decide whether it is new.</summary>
    public void AcceptedHead(AppendTicket ticket, InboundMessage message)
    {
        Head(ticket, RecordType.Accepted, KeyHash.Of(message.TurnId));
        var keys = message.DedupeKeys;
        var count = Math.Min(keys.Count, ushort.MaxValue);
        var size = StoredRecord.AcceptedFixedSize + ((count + 1) * KeyHash.Size);
        var rest = ticket.GetSpan(size);
        Keys.OfThread(message.Conversation).Write(rest);
        BinaryPrimitives.WriteInt64LittleEndian(rest[16..], message.ReceivedAt.UtcTicks);
        BinaryPrimitives.WriteUInt32LittleEndian(rest[24..], Keys.ChecksumOf(message.MessageId));
        BinaryPrimitives.WriteUInt16LittleEndian(rest[28..], (ushort)count);
        for (var i = 0; i < count; i++)
        {
            KeyHash.Of(keys[i]).Write(rest[(StoredRecord.AcceptedFixedSize + (i * KeyHash.Size))..]);
        }

        Keys.OfPerson(message.Conversation.Tenant, message.Conversation.Channel, message.Sender.Id).Write(rest[(size - KeyHash.Size)..]);
        ticket.Advance(size);
    }

    public static void AcceptedBody(AppendTicket ticket, InboundMessage message) => ticket.WriteJson(message, StoredJson.Default.InboundMessage);

    public void Edited(AppendTicket ticket, KeyHash turn, InboundMessage message, DateTimeOffset editedAt)
    {
        Head(ticket, RecordType.Edited, turn);
        Number(ticket, editedAt.UtcTicks);
        ticket.WriteJson(message, StoredJson.Default.InboundMessage);
    }

    /// <summary>Writes what is left of a turn that was withdrawn.</summary>
    public void Withdrawn(AppendTicket ticket, InboundMessage message)
    {
        Head(ticket, RecordType.Withdrawn, KeyHash.Of(message.TurnId));
        ticket.WriteJson(message, StoredJson.Default.InboundMessage);
    }

    /// <summary>Writes a step that says all with its type: cancelled, delivered.</summary>
    public void Plain(AppendTicket ticket, RecordType type, KeyHash subject) => Head(ticket, type, subject);

    /// <summary>Writes a lease or a release.</summary>
    public void Attempt(AppendTicket ticket, RecordType type, KeyHash turn, long number, int attempt)
    {
        Head(ticket, type, turn);
        Number(ticket, number);
        BinaryPrimitives.WriteInt32LittleEndian(ticket.GetSpan(sizeof(int)), attempt);
        ticket.Advance(sizeof(int));
    }

    public void Retried(AppendTicket ticket, KeyHash turn, DateTimeOffset due, int attempt, string cause)
    {
        Attempt(ticket, RecordType.Retried, turn, due.UtcTicks, attempt);
        Text(ticket, cause);
    }

    public void Dead(AppendTicket ticket, KeyHash turn, string cause)
    {
        Head(ticket, RecordType.Dead, turn);
        Text(ticket, cause);
    }

    public void Replayed(AppendTicket ticket, KeyHash turn, bool keepsAnswer)
    {
        Head(ticket, RecordType.Replayed, turn);
        ticket.GetSpan(1)[0] = keepsAnswer ? (byte)1 : (byte)0;
        ticket.Advance(1);
    }

    public void Receipt(AppendTicket ticket, KeyHash turn, DeliveryReceipt receipt)
    {
        Head(ticket, RecordType.ReceiptStored, turn);
        ticket.WriteJson(receipt, StoredJson.Default.DeliveryReceipt);
    }

    public void Answered(AppendTicket ticket, string turnId, StoredAnswer answer)
    {
        if (StoredUsage.Of(answer) is { } usage)
        {
            Head(ticket, RecordType.QuestionAnswered, KeyHash.Of(turnId));
            Usage(ticket, Keys.OfVotes(usage.Account.Tenant, turnId), usage.ToBytes());
        }
        else
        {
            Head(ticket, RecordType.Answered, KeyHash.Of(turnId));
        }

        ticket.WriteJson(answer, StoredJson.Default.StoredAnswer);
    }

    public void Voted(AppendTicket ticket, StoredVote vote)
    {
        Head(ticket, RecordType.Voted, Keys.OfVotes(vote.Vote.Tenant, vote.Vote.TurnId));
        var rest = ticket.GetSpan((2 * KeyHash.Size) + 9);
        KeyHash.Of(vote.Vote.VoterId).Write(rest);
        KeyHash.Of(vote.Vote.Tenant.Value).Write(rest[KeyHash.Size..]);
        BinaryPrimitives.WriteInt64LittleEndian(rest[(2 * KeyHash.Size)..], vote.Vote.CastAt.UtcTicks);
        rest[(2 * KeyHash.Size) + 8] = (byte)vote.Vote.Value;
        ticket.Advance((2 * KeyHash.Size) + 9);
        ticket.WriteJson(vote, StoredJson.Default.StoredVote);
    }

    public void RecordKept(AppendTicket ticket, string name, long version, long expiresAt, ReadOnlySpan<byte> value)
    {
        RecordHead(ticket, RecordType.RecordKept, name, version, expiresAt);
        value.CopyTo(ticket.GetSpan(value.Length));
        ticket.Advance(value.Length);
    }

    public void RecordRemoved(AppendTicket ticket, string name, long version) => RecordHead(ticket, RecordType.RecordRemoved, name, version, 0);

    private void RecordHead(AppendTicket ticket, RecordType type, string name, long version, long expiresAt)
    {
        Head(ticket, type, KeyHash.Of(name));
        var bytes = Encoding.UTF8.GetBytes(name);
        var rest = ticket.GetSpan(StoredRecord.KeptFixedSize + bytes.Length);
        BinaryPrimitives.WriteInt64LittleEndian(rest, version);
        BinaryPrimitives.WriteInt64LittleEndian(rest[8..], expiresAt);
        BinaryPrimitives.WriteUInt16LittleEndian(rest[16..], (ushort)bytes.Length);
        bytes.CopyTo(rest[StoredRecord.KeptFixedSize..]);
        ticket.Advance(StoredRecord.KeptFixedSize + bytes.Length);
    }

    private void Head(AppendTicket ticket, RecordType type, KeyHash subject)
    {
        var head = ticket.GetSpan(StoredRecord.CommonSize);
        head[0] = (byte)type;
        head[1] = StoredRecord.CurrentVersion;
        BinaryPrimitives.WriteInt64LittleEndian(head[2..], time.GetUtcNow().UtcTicks);
        subject.Write(head[10..]);
        ticket.Advance(StoredRecord.CommonSize);
    }

    private static void Usage(AppendTicket ticket, KeyHash votes, ReadOnlySpan<byte> form)
    {
        var rest = ticket.GetSpan(StoredRecord.UsageFixedSize + form.Length);
        votes.Write(rest);
        BinaryPrimitives.WriteInt32LittleEndian(rest[KeyHash.Size..], form.Length);
        form.CopyTo(rest[StoredRecord.UsageFixedSize..]);
        ticket.Advance(StoredRecord.UsageFixedSize + form.Length);
    }

    private static void Number(AppendTicket ticket, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(ticket.GetSpan(sizeof(long)), number);
        ticket.Advance(sizeof(long));
    }

    private static void Text(AppendTicket ticket, string text)
    {
        var kept = text.AsSpan(0, Math.Min(text.Length, MaxCauseLength));
        ticket.Advance(Encoding.UTF8.GetBytes(kept, ticket.GetSpan(Encoding.UTF8.GetMaxByteCount(kept.Length))));
    }
}

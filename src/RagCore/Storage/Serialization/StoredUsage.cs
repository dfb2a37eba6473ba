using System.Text;
using ChatOpsBot.RagCore.Conversations;
using ChatOpsBot.RagCore.Inbox;

namespace ChatOpsBot.RagCore.Storage.Serialization;

/// <summary>What an answer adds to the ledger of usage: one question, and a line for each model and purpose.</summary>
/// <param name="Account">Who is charged.</param>
/// <param name="Day">When the answer was decided, in UTC.</param>
/// <param name="Lines">What was used.</param>
internal sealed record StoredUsage(AnswerAccount Account, DateOnly Day, IReadOnlyList<UsageLine> Lines)
{
    private const byte CurrentVersion = 1;

    /// <summary>Returns what an answer adds; null when no question was answered.</summary>
    public static StoredUsage? Of(StoredAnswer answer) => answer.Account is { } account
        ? new StoredUsage(account, DateOnly.FromDateTime(answer.AnsweredAt.UtcDateTime), LinesOf(answer.Charges))
        : null;

    /// <summary>Returns the form that stands in the head of a record, which is read at every start.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write(CurrentVersion);
        writer.Write(Account.Tenant.Value);
        writer.Write(Account.Channel.ToString());
        writer.Write(Account.PersonKey);
        writer.Write(Day.DayNumber);
        writer.Write7BitEncodedInt(Lines.Count);
        foreach (var line in Lines)
        {
            writer.Write(line.Model);
            writer.Write(line.Purpose.ToString());
            writer.Write(line.Calls);
            writer.Write(line.EstimatedCalls);
            writer.Write(line.InputTokens);
            writer.Write(line.OutputTokens);
            writer.Write(line.Cost);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="StoreUnavailableException">A newer release wrote it.</exception>
    public static StoredUsage Read(ReadOnlySpan<byte> form)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(form.ToArray()), Encoding.UTF8);
            return reader.ReadByte() == CurrentVersion ? Read(reader) : throw Unreadable(null);
        }
        catch (Exception unreadable) when (unreadable is IOException or ArgumentException or FormatException)
        {
            throw Unreadable(unreadable);
        }
    }

    private static StoredUsage Read(BinaryReader reader)
    {
        var tenant = new TenantId(reader.ReadString());
        var account = new AnswerAccount(tenant, Enum.Parse<ChannelKind>(reader.ReadString()), reader.ReadString());
        var day = DateOnly.FromDayNumber(reader.ReadInt32());
        var lines = new List<UsageLine>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            lines.Add(new UsageLine(
                reader.ReadString(),
                Enum.Parse<ModelPurpose>(reader.ReadString()),
                reader.ReadInt32(),
                reader.ReadInt32(),
                reader.ReadInt64(),
                reader.ReadInt64(),
                reader.ReadDecimal()));
        }

        return new StoredUsage(account, day, lines);
    }

    private static List<UsageLine> LinesOf(IReadOnlyList<ModelCharge> charges) =>
    [
        .. from charge in charges
           group charge by (charge.Model, charge.Purpose) into line
           select new UsageLine(
               line.Key.Model,
               line.Key.Purpose,
               line.Count(),
               line.Count(charge => charge.IsEstimated),
               line.Sum(charge => charge.InputTokens),
               line.Sum(charge => charge.OutputTokens),
               line.Sum(charge => charge.Cost)),
    ];

    private static StoreUnavailableException Unreadable(Exception? cause)
        => new("The stored usage of a turn cannot be read by this release; start the release that wrote it, or a newer one.", cause);
}

/// <summary>What one model used for one purpose of a turn.</summary>
internal sealed record UsageLine(string Model, ModelPurpose Purpose, int Calls, int EstimatedCalls, long InputTokens, long OutputTokens, decimal Cost);

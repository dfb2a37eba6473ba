using System.Text.Json.Serialization;
using ChatOpsBot.RagCore.Inbox;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>What an answer used, as <c>write_steps</c> reads it. Part of the contract with the migrations.</summary>
internal sealed record UsageForm(string Tenant, string Channel, string Person, DateOnly Day, IReadOnlyList<UsageFormLine> Lines)
{
    /// <summary>Returns the form; null when no question was answered.</summary>
    public static string? Of(StoredAnswer answer)
    {
        if (StoredUsage.Of(answer) is not { } usage)
        {
            return null;
        }

        var (tenant, channel, person) = usage.Account;
        var lines = usage.Lines.Select(line => new UsageFormLine(
            Db.Storable(line.Model), Name(line.Purpose), line.Calls, line.EstimatedCalls, line.InputTokens, line.OutputTokens, line.Cost));
        return StoredText.Of(
            new UsageForm(Db.Storable(tenant.Value), Name(channel), Db.Storable(person), usage.Day, [.. lines]), UsageFormJson.Default.UsageForm);
    }

    /// <summary>Returns how a name of ours stands in the table.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum
        => value.ToString().ToLowerInvariant();
}

/// <summary>One line of it.</summary>
internal sealed record UsageFormLine(string Model, string Purpose, int Calls, int Estimated, long Input, long Output, decimal Cost);

/// <summary>How it is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(UsageForm))]
internal sealed partial class UsageFormJson : JsonSerializerContext;

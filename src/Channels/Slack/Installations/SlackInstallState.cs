using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChatOpsBot.RagCore.Access.Secrets;
using ChatOpsBot.RagCore.Conversations.Records;

namespace ChatOpsBot.Channels.Slack.Installations;

/// <summary>
/// The <c>state</c> of an installation that was begun (S-80). It says itself until when it is good and for which browser, and nobody else can make one; only its use is
/// stored, so that beginning costs nothing.
/// </summary>
internal sealed class SlackInstallState(SecretBox box, IRecordStore records, TimeProvider time)
{
    private const string Name = "slack/install-state";
    private const int MaxLength = 1_000;
    private const int SecretBytes = 32;

    /// <summary>How long a person has for it.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Returns a new state and the cookie that binds it to a browser.</summary>
    public (string State, string Cookie) Begin()
    {
        var cookie = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var until = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return (box.Seal($"{until} {HashOf(cookie)}", Name), cookie);
    }

    /// <summary>Takes a state that came back; false when it is not ours, not this browser's, too old or was used.</summary>
    /// <exception cref="RagCore.Conversations.StoreUnavailableException">It cannot be told now whether it was used.</exception>
    public async Task<bool> TryUseAsync(string? state, string? cookie, CancellationToken cancellationToken)
    {
        if (state is not { Length: > 0 and <= MaxLength } || cookie is not { Length: > 0 and <= MaxLength } || TryOpen(state) is not [var until, var browser]
            || !long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            || time.GetUtcNow().ToUnixTimeSeconds() >= end
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(browser), Encoding.ASCII.GetBytes(HashOf(cookie))))
        {
            return false;
        }

        // Of several who bring it at once one writes.
        return await records.TryWriteAsync(new RecordKey(RecordKind.InstallState, $"slack/{HashOf(state)}"), "used", 0, Lifetime, cancellationToken);
    }

    private string[]? TryOpen(string state)
    {
        try
        {
            return box.Open(state, Name).Split(' ');
        }
        catch (SecretUnreadableException)
        {
            return null;
        }
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

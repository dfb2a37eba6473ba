using System.Security.Cryptography;
using System.Text;

namespace ChatOpsBot.RagCore.Conversations;

/// <summary>Names a turn after what a caller repeats when it asks again, so that a repetition finds the turn after a restart and on any replica.</summary>
public static class TurnIds
{
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuv";
    private const int Length = 26;

    /// <summary>Returns the one turn id that these parts stand for.</summary>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)));
        return string.Create(Length, digest, static (id, bytes) =>
        {
            for (var i = 0; i < id.Length; i++)
            {
                id[i] = Alphabet[bytes[i] & 31];
            }
        });
    }
}

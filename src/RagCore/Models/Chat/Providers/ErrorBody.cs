using System.Text;

namespace ChatOpsBot.RagCore.Models.Chat.Providers;

/// <summary>Reads the beginning of what a service says about a fault. It may repeat prompts and keys: it is searched for words, and never shown.</summary>
internal static class ErrorBody
{
    private const int MaxBytes = 16 << 10;

    public static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBytes];
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await body.ReadAtLeastAsync(buffer, MaxBytes, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}

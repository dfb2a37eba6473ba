using System.Text.Encodings.Web;
using System.Text.Json;

namespace ChatOpsBot.BotHost.Cli;

/// <summary>JSON for programs that read a command's output: one line, every script readable.</summary>
internal static class ConsoleJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write<T>(T value) => Console.WriteLine(JsonSerializer.Serialize(value, Options));
}

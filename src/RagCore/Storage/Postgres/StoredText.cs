using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatOpsBot.RagCore.Storage.Serialization;

namespace ChatOpsBot.RagCore.Storage.Postgres;

/// <summary>The stored form as text: no control character stands in it unescaped, so that PostgreSQL takes it whatever was said.</summary>
internal static class StoredText
{
    public static string Of<T>(T value, JsonTypeInfo<T> type)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 10);
        using var writer = new Utf8JsonWriter(buffer, StoredForm.Writer);
        JsonSerializer.Serialize(writer, value, type);
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

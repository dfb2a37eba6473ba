using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ChatOpsBot.RagCore.Answering.Reranking;

/// <summary>Reads the order of passages from what a model wrote: JSON with objects or numbers, whole or cut off, or numbers alone.</summary>
internal static partial class RankingReply
{
    private const int LongestReply = 16_000;

    private static readonly string[] Names = ["passage", "number", "index", "id"];

    /// <summary>Returns the numbers from 0, the best first; null when it names no passage.</summary>
    /// <param name="reply">What the model wrote; its numbers begin at 1.</param>
    /// <param name="count">How many passages there are.</param>
    public static IReadOnlyList<int>? Read(string reply, int count)
    {
        var text = reply.Length > LongestReply ? reply[..LongestReply] : reply;
        int[] order = [.. Numbers(text).Where(number => number >= 1 && number <= count).Distinct().Select(number => (int)number - 1)];
        return order.Length == 0 ? null : order;
    }

    private static IEnumerable<long> Numbers(string text)
    {
        var (from, to) = (text.IndexOfAny(['{', '[']), text.LastIndexOfAny(['}', ']']));
        if (from >= 0 && to > from && OfJson(text[from..(to + 1)]) is { } ofJson)
        {
            return ofJson;
        }

        return Matched(text.Contains('"', StringComparison.Ordinal) ? NamedNumber().Matches(text) : PlainNumber().Matches(text));
    }

    private static List<long>? OfJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return [.. Walk(json.RootElement)];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The reader bounds the depth.
    private static IEnumerable<long> Walk(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => item.ValueKind is JsonValueKind.Number ? One(item) : Walk(item)),
        JsonValueKind.Object when Names.FirstOrDefault(name => element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number) is { } name
            => One(element.GetProperty(name)),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Walk(property.Value)),
        _ => [],
    };

    private static IEnumerable<long> One(JsonElement value) => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number) ? [number] : [];

    private static IEnumerable<long> Matched(MatchCollection matches)
        => matches.Select(match => long.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1);

    [GeneratedRegex(@"""(?:passage|number|index|id)""\s*:\s*""?([0-9]{1,4})(?![0-9])", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NamedNumber();

    [GeneratedRegex(@"(?<![0-9.])([0-9]{1,4})(?![0-9])", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PlainNumber();
}

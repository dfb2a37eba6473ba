using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Qdrant;

/// <summary>Decides which points a filter admits.</summary>
internal static class FakeQdrantFilter
{
    /// <summary>Says whether a filter admits a point with these vectors. No filter admits all.</summary>
    public static bool Admits(JsonNode? filter, string id, JsonObject payload, IReadOnlyCollection<string> vectors)
    {
        if (filter is null)
        {
            return true;
        }

        var should = Conditions(filter["should"]);
        var atLeast = filter["min_should"];
        return Conditions(filter["must"]).All(Holds)
            && !Conditions(filter["must_not"]).Any(Holds)
            && (should.Length == 0 || should.Any(Holds))
            && (atLeast is null || Conditions(atLeast["conditions"]).Count(Holds) >= atLeast["min_count"]!.GetValue<int>());

        bool Holds(JsonNode condition) => condition switch
        {
            JsonObject when condition["key"] is { } key => FieldHolds(condition, payload[key.GetValue<string>()]),
            JsonObject when condition["has_id"] is JsonArray ids => ids.Any(each => each!.GetValue<string>() == id),
            JsonObject when condition["is_empty"] is { } empty => IsEmpty(payload[empty["key"]!.GetValue<string>()]),
            JsonObject when condition["has_vector"] is { } vector => vectors.Contains(vector.GetValue<string>()),
            _ => Admits(condition, id, payload, vectors),
        };
    }

    /// <summary>Returns the fields a filter asks for, each with the kind of index that answers it.</summary>
    public static IEnumerable<(string Key, string Kind)> Fields(JsonNode? filter) => filter is null ? [] :
        from clause in new[] { filter["must"], filter["must_not"], filter["should"], filter["min_should"]?["conditions"] }
        from condition in Conditions(clause)
        from field in condition["key"] is { } key ? [(key.GetValue<string>(), KindOf(condition))]
            : condition["is_empty"]?["key"] is { } empty ? [(empty.GetValue<string>(), "keyword")]
            : condition["has_id"] is not null ? []
            : Fields(condition)
        select field;

    private static string KindOf(JsonNode condition)
    {
        var match = condition["match"];
        var value = match?["value"] ?? (match?["any"] ?? match?["except"])?.AsArray().FirstOrDefault();
        return condition["range"] is not null ? "range" : value?.GetValueKind() == JsonValueKind.Number ? "lookup" : "keyword";
    }

    private static bool FieldHolds(JsonNode condition, JsonNode? stored)
    {
        var values = stored is JsonArray many ? many.OfType<JsonNode>().ToArray() : stored is null ? [] : [stored];
        return (condition["match"] is not { } match || Match(match, values))
            && (condition["range"] is not { } range || values.Any(value => InRange(range, value)));
    }

    private static bool Match(JsonNode match, JsonNode[] values)
    {
        // Thousands of readers are compared with thousands.
        var stored = values.Select(value => value.ToJsonString()).ToHashSet(StringComparer.Ordinal);
        return match["value"] is { } one ? stored.Contains(one.ToJsonString())
            : match["any"] is JsonArray any ? any.Any(each => stored.Contains(each!.ToJsonString()))
            : stored.Except(match["except"]!.AsArray().Select(each => each!.ToJsonString())).Any();
    }

    private static bool InRange(JsonNode range, JsonNode value)
    {
        return value.GetValueKind() == JsonValueKind.Number
            && (Bound("lt") is not { } below || Number(value) < below)
            && (Bound("lte") is not { } most || Number(value) <= most)
            && (Bound("gt") is not { } above || Number(value) > above)
            && (Bound("gte") is not { } least || Number(value) >= least);

        double? Bound(string name) => range[name] is { } bound ? Number(bound) : null;
    }

    private static double Number(JsonNode value) => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    private static bool IsEmpty(JsonNode? stored) => stored is null or JsonArray { Count: 0 };

    private static JsonNode[] Conditions(JsonNode? clause) => clause switch
    {
        null => [],
        JsonArray many => [.. many.OfType<JsonNode>()],
        _ => [clause],
    };
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Qdrant;

/// <summary>Checks JSON against the schemas of an OpenAPI description. A keyword it does not know is an error of the description, never ignored.</summary>
internal sealed class JsonRules(JsonObject description)
{
    private static readonly HashSet<string> Keywords =
        ["type", "nullable", "required", "properties", "additionalProperties", "items", "enum", "anyOf", "$ref", "format", "minimum", "maximum"];

    /// <summary>Returns what is wrong, each fault with its place.</summary>
    public IEnumerable<string> Check(JsonNode? value, JsonNode schema, string place)
    {
        var rules = Resolve(schema.AsObject());
        if (rules.Select(rule => rule.Key).FirstOrDefault(key => !Keywords.Contains(key)) is { } unknown)
        {
            throw new NotSupportedException($"The description uses '{unknown}', which nothing checks.");
        }

        if (value is null)
        {
            return Flag(rules, "nullable") ? [] : [$"{place} is null"];
        }

        if (rules["anyOf"] is JsonArray choices)
        {
            return choices.Any(choice => !Check(value, choice!, place).Any()) ? [] : [$"{place} is none of what it may be: {Shorten(value)}"];
        }

        return rules["type"]?.GetValue<string>() switch
        {
            "object" => CheckObject(value, rules, place),
            "array" => value is JsonArray items
                ? items.SelectMany((item, index) => Check(item, rules["items"]!, $"{place}[{index}]"))
                : [$"{place} is no array"],
            "string" => CheckText(value, rules, place),
            "boolean" => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? [] : [$"{place} is no boolean"],
            "integer" => CheckNumber(value, rules, place, isWhole: true),
            "number" => CheckNumber(value, rules, place, isWhole: false),
            _ => throw new NotSupportedException($"The description has no type for {place}."),
        };
    }

    private JsonObject Resolve(JsonObject schema)
    {
        if (schema["$ref"]?.GetValue<string>() is not { } reference)
        {
            return schema;
        }

        JsonNode target = description;
        foreach (var step in reference.Split('/').Skip(1))
        {
            target = target[step] ?? throw new NotSupportedException($"The description has no {reference}.");
        }

        return Resolve(target.AsObject());
    }

    private IEnumerable<string> CheckObject(JsonNode value, JsonObject rules, string place)
    {
        if (value is not JsonObject members)
        {
            yield return $"{place} is no object";
            yield break;
        }

        foreach (var missing in (rules["required"]?.AsArray() ?? []).Select(name => name!.GetValue<string>()).Where(name => !members.ContainsKey(name)))
        {
            yield return $"{place}.{missing} is missing";
        }

        foreach (var (name, member) in members)
        {
            var rule = rules["properties"]?[name] ?? rules["additionalProperties"];
            if (rule?.GetValueKind() == JsonValueKind.False)
            {
                yield return $"{place}.{name} is unknown";
            }
            else if (rule is JsonObject)
            {
                foreach (var fault in Check(member, rule, $"{place}.{name}"))
                {
                    yield return fault;
                }
            }
        }
    }

    private static IEnumerable<string> CheckText(JsonNode value, JsonObject rules, string place)
    {
        if (value.GetValueKind() != JsonValueKind.String)
        {
            yield return $"{place} is no text";
        }
        else if (rules["enum"] is JsonArray allowed && !allowed.Any(each => JsonNode.DeepEquals(each, value)))
        {
            yield return $"{place} is {Shorten(value)}";
        }
        else if (rules["format"]?.GetValue<string>() == "uuid" && !Guid.TryParse(value.GetValue<string>(), out _))
        {
            yield return $"{place} is no UUID";
        }
    }

    private static IEnumerable<string> CheckNumber(JsonNode value, JsonObject rules, string place, bool isWhole)
    {
        if (value.GetValueKind() != JsonValueKind.Number || !double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            yield return $"{place} is no number";
            yield break;
        }

        var most = rules["maximum"]?.GetValue<double>() ?? (rules["format"]?.GetValue<string>() == "uint32" ? uint.MaxValue : double.MaxValue);
        if ((isWhole && number != Math.Floor(number)) || number < (rules["minimum"]?.GetValue<double>() ?? double.MinValue) || number > most)
        {
            yield return $"{place} is {Shorten(value)}";
        }
    }

    private static bool Flag(JsonObject rules, string name) => rules[name]?.GetValue<bool>() ?? false;

    private static string Shorten(JsonNode value) => value.ToJsonString() is { Length: > 80 } text ? text[..80] + "…" : value.ToJsonString();
}

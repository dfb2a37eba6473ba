using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatOpsBot.TestKit.Qdrant;

/// <summary>What a request to Qdrant may look like, as <c>openapi.json</c> beside this file describes it.</summary>
internal static class QdrantRules
{
    private static readonly JsonObject Description = Load();
    private static readonly JsonRules Rules = new(Description);

    /// <summary>Returns what is wrong with a request; nothing when it may be sent.</summary>
    public static IReadOnlyList<string> Faults(string method, string path, string query, string body)
    {
        if (OperationOf(method, path) is not { } operation)
        {
            return [$"{method} {path} is not described"];
        }

        return [.. QueryFaults(operation, query), .. BodyFaults(operation, body)];
    }

    private static JsonObject? OperationOf(string method, string path)
    {
        var paths = Description["paths"]!.AsObject();
        var found = paths[path] ?? paths.FirstOrDefault(pair => Fits(pair.Key.Split('/'), path.Split('/'))).Value;
        return found?[method.ToLowerInvariant()]?.AsObject();
    }

    private static bool Fits(string[] template, string[] path)
        => template.Length == path.Length && template.Zip(path).All(pair => pair.First == pair.Second || (pair.First.StartsWith('{') && pair.Second.Length > 0));

    private static IEnumerable<string> QueryFaults(JsonObject operation, string query)
    {
        foreach (var (name, values) in QueryHelpers.ParseQuery(query))
        {
            var parameter = operation["parameters"]!.AsArray().FirstOrDefault(each => each!["name"]!.GetValue<string>() == name);
            if (parameter is null)
            {
                yield return $"?{name} is unknown";
                continue;
            }

            foreach (var fault in Rules.Check(ValueOf(values.ToString()), parameter["schema"]!, $"?{name}"))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> BodyFaults(JsonObject operation, string body)
    {
        var schema = operation["requestBody"]?["content"]!["application/json"]!["schema"];
        if (schema is null)
        {
            return body.Length == 0 ? [] : ["a body where none belongs"];
        }

        try
        {
            return Rules.Check(JsonNode.Parse(body), schema, "body");
        }
        catch (JsonException)
        {
            return ["body is no JSON"];
        }
    }

    private static JsonNode? ValueOf(string text) => text is "true" or "false" || long.TryParse(text, out _) ? JsonNode.Parse(text) : JsonValue.Create(text);

    private static JsonObject Load()
    {
        using var stream = typeof(QdrantRules).Assembly.GetManifestResourceStream("Qdrant.openapi.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}

using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Qdrant;

/// <summary>Collections and aliases, and what each request does to them. One request at a time.</summary>
internal sealed class FakeQdrantStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FakeQdrantCollection> _collections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Aliases
    {
        get
        {
            lock (_gate)
            {
                return _aliases.ToDictionary();
            }
        }
    }

    public IReadOnlyList<string> Collections
    {
        get
        {
            lock (_gate)
            {
                return [.. _collections.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Looks at a collection, or at what an alias stands for.</summary>
    public T Look<T>(string name, Func<FakeQdrantCollection, T> look)
    {
        lock (_gate)
        {
            return look(Collection(name));
        }
    }

    /// <summary>Does what a valid request asks for and returns the result.</summary>
    public JsonNode? Do(QdrantRequest request)
    {
        lock (_gate)
        {
            var steps = request.Path.Trim('/').Split('/').Select(Uri.UnescapeDataString).ToArray();
            return (request.Method, steps) switch
            {
                ("GET", ["aliases"]) => List("aliases", _aliases.Select(pair => new JsonObject { ["alias_name"] = pair.Key, ["collection_name"] = pair.Value })),
                ("GET", ["collections"]) => List("collections", _collections.Keys.Select(name => new JsonObject { ["name"] = name })),
                ("POST", ["collections", "aliases"]) => ChangeAliases(request.Json!["actions"]!.AsArray()),
                ("PUT", ["collections", var name]) => Create(name, request.Json!.AsObject()),
                ("DELETE", ["collections", var name]) => Drop(name),
                (_, ["collections", var name, .. var rest]) => Points(Collection(name), string.Join('/', rest), request),
                _ => throw new QdrantRefusal(404, "Not found"),
            };
        }
    }

    private static JsonObject Points(FakeQdrantCollection collection, string operation, QdrantRequest request)
    {
        var (body, wait) = (request.Json!, request.Query.Contains("wait=true", StringComparison.Ordinal));
        switch (operation)
        {
            case "index":
                return collection.Change(wait, () => collection.Index(body));
            case "points":
                collection.CheckWrite(body);
                return collection.Change(wait, () => collection.Write(body));
            case "points/vectors":
                collection.CheckVectors(body);
                return collection.Change(wait, () => collection.WriteVectors(body));
            case "points/delete":
                collection.CheckDelete(body);
                return collection.Change(wait, () => collection.Delete(body));
            case "points/scroll":
                return collection.Scroll(body);
            default:
                return collection.Query(body);
        }
    }

    private static JsonObject List(string name, IEnumerable<JsonObject> items) => new() { [name] = new JsonArray([.. items]) };

    private FakeQdrantCollection Collection(string name) => _collections.GetValueOrDefault(_aliases.GetValueOrDefault(name, name))
        ?? throw new QdrantRefusal(404, $"Not found: Collection `{name}` doesn't exist!");

    private JsonValue Create(string name, JsonObject settings)
    {
        if (_collections.ContainsKey(name) || _aliases.ContainsKey(name))
        {
            throw new QdrantRefusal(409, $"Wrong input: Collection `{name}` already exists!");
        }

        _collections[name] = new FakeQdrantCollection(settings);
        return JsonValue.Create(true);
    }

    private JsonValue Drop(string name)
    {
        foreach (var alias in _aliases.Where(pair => pair.Value == name).Select(pair => pair.Key).ToArray())
        {
            _aliases.Remove(alias);
        }

        return JsonValue.Create(_collections.Remove(name));
    }

    private JsonValue ChangeAliases(JsonArray actions)
    {
        var changed = _aliases.ToDictionary(StringComparer.Ordinal);
        foreach (var action in actions)
        {
            if (action!["create_alias"] is { } create)
            {
                var (alias, target) = (create["alias_name"]!.GetValue<string>(), create["collection_name"]!.GetValue<string>());
                if (!_collections.ContainsKey(target) || _collections.ContainsKey(alias))
                {
                    throw new QdrantRefusal(404, $"Not found: Collection `{target}` doesn't exist!");
                }

                changed[alias] = target;
            }
            else if (action["delete_alias"] is { } delete && !changed.Remove(delete["alias_name"]!.GetValue<string>()))
            {
                throw new QdrantRefusal(404, "Not found: Alias doesn't exist!");
            }
        }

        _aliases.Clear();
        foreach (var (alias, target) in changed)
        {
            _aliases[alias] = target;
        }

        return JsonValue.Create(true);
    }
}

using System.Text.Json.Nodes;

namespace ChatOpsBot.TestKit.Qdrant;

/// <summary>One collection: its settings, its payload indexes and its points. Callers take turns.</summary>
internal sealed class FakeQdrantCollection(JsonObject settings)
{
    private const int DefaultLimit = 10;

    private readonly Dictionary<string, JsonNode> _indexes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Point> _points = new(StringComparer.Ordinal);
    private readonly List<Action> _pending = [];

    public JsonObject Settings => settings;

    public IReadOnlyDictionary<string, JsonNode> Indexes => _indexes;

    public IEnumerable<JsonObject> Payloads => _points.Values.Select(point => point.Payload);

    /// <summary>Counts the points that have a vector of a name.</summary>
    public int CountWith(string vector) => _points.Values.Count(point => point.Vectors.Contains(vector));

    /// <summary>Makes a write at once when its sender waits for it, else together with the next one whose sender does.</summary>
    public JsonObject Change(bool wait, Action change)
    {
        _pending.Add(change);
        if (wait)
        {
            _pending.ForEach(each => each());
            _pending.Clear();
        }

        return new JsonObject { ["operation_id"] = 1, ["status"] = wait ? "completed" : "acknowledged" };
    }

    public void Index(JsonNode request) => _indexes[request["field_name"]!.GetValue<string>()] = request["field_schema"]?.DeepClone() ?? throw new QdrantRefusal(400, "no schema");

    public void CheckWrite(JsonNode request)
    {
        var points = request["points"]!.AsArray();
        Limit("upsert_max_batchsize", points.Count);
        foreach (var (name, vector) in points.SelectMany(point => point!["vector"]!.AsObject()))
        {
            CheckVector(name, vector!);
        }
    }

    public void Write(JsonNode request)
    {
        foreach (var point in request["points"]!.AsArray())
        {
            _points[point!["id"]!.GetValue<string>()] = Point.Of(point);
        }
    }

    public void CheckVectors(JsonNode request)
    {
        var points = request["points"]!.AsArray();
        Limit("upsert_max_batchsize", points.Count);
        foreach (var point in points)
        {
            var id = point!["id"]!.GetValue<string>();
            if (!_points.ContainsKey(id))
            {
                throw new QdrantRefusal(404, $"Not found: No point with id {id} found");
            }

            foreach (var (name, vector) in point["vector"]!.AsObject())
            {
                CheckVector(name, vector!);
            }
        }
    }

    public void WriteVectors(JsonNode request)
    {
        foreach (var point in request["points"]!.AsArray())
        {
            _points[point!["id"]!.GetValue<string>()].Add(point["vector"]!.AsObject());
        }
    }

    public void CheckDelete(JsonNode request) => CheckFields(request["filter"], "unindexed_filtering_update");

    public void Delete(JsonNode request)
    {
        var listed = request["points"]?.AsArray().Select(id => id!.GetValue<string>()).ToHashSet();
        foreach (var id in _points.Where(pair => listed?.Contains(pair.Key) ?? FakeQdrantFilter.Admits(request["filter"], pair.Key, pair.Value.Payload, pair.Value.Vectors)).Select(pair => pair.Key).ToArray())
        {
            _points.Remove(id);
        }
    }

    public JsonObject Scroll(JsonNode request)
    {
        CheckFields(request["filter"], "unindexed_filtering_retrieve");
        var limit = request["limit"]?.GetValue<int>() ?? DefaultLimit;
        Limit("max_query_limit", limit);
        var from = request["offset"]?.GetValue<string>() ?? string.Empty;
        var admitted = _points.Where(pair => string.CompareOrdinal(pair.Key, from) >= 0 && FakeQdrantFilter.Admits(request["filter"], pair.Key, pair.Value.Payload, pair.Value.Vectors)).Take(limit + 1).ToArray();
        return new JsonObject
        {
            ["points"] = new JsonArray([.. admitted.Take(limit).Select(pair => new JsonObject { ["id"] = pair.Key, ["payload"] = Selected(pair.Value.Payload, request["with_payload"] ?? true) })]),
            ["next_page_offset"] = admitted.Length > limit ? admitted[limit].Key : null,
        };
    }

    public JsonObject Query(JsonNode request)
    {
        var hits = Rank(request);
        return new JsonObject
        {
            ["points"] = new JsonArray(
            [
                .. hits.Select(hit => new JsonObject
                {
                    ["id"] = hit.Id, ["version"] = 1, ["score"] = hit.Score, ["payload"] = Selected(_points[hit.Id].Payload, request["with_payload"] ?? false),
                }),
            ]),
        };
    }

    private IReadOnlyList<(string Id, double Score)> Rank(JsonNode request)
    {
        CheckFields(request["filter"], "unindexed_filtering_retrieve");
        var limit = request["limit"]?.GetValue<int>() ?? DefaultLimit;
        Limit("max_query_limit", limit);
        var admitted = _points.Where(pair => FakeQdrantFilter.Admits(request["filter"], pair.Key, pair.Value.Payload, pair.Value.Vectors)).ToDictionary(StringComparer.Ordinal);
        if ((request["query"] as JsonObject)?["fusion"]?.GetValue<string>() is { } fusion)
        {
            var prefetch = request["prefetch"] is JsonArray many ? many.Select(each => Rank(each!)) : [Rank(request["prefetch"] ?? throw new QdrantRefusal(400, "Fusion needs prefetches"))];
            return fusion == "rrf"
                ? FakeQdrantVectors.Best(FakeQdrantVectors.Fuse([.. prefetch]).Where(hit => admitted.ContainsKey(hit.Id)), limit)
                : throw new NotSupportedException("The stand-in fuses by ranks only.");
        }

        var name = request["using"]?.GetValue<string>() ?? string.Empty;
        var query = (request["query"] as JsonObject)?["nearest"] ?? request["query"]!;
        CheckVector(name, query);
        return FakeQdrantVectors.Best(settings["sparse_vectors"]?[name] is { } sparse ? BySparse(name, query, sparse, admitted) : ByDense(name, query, admitted), limit);
    }

    private IEnumerable<(string Id, double Score)> BySparse(string name, JsonNode query, JsonNode sparse, Dictionary<string, Point> admitted) => FakeQdrantVectors.ScoreSparse(
        FakeQdrantVectors.Sparse(query),
        [.. _points.Values.Where(point => point.Sparse.ContainsKey(name)).Select(point => point.Sparse[name])],
        admitted.Where(pair => pair.Value.Sparse.ContainsKey(name)).Select(pair => (pair.Key, pair.Value.Sparse[name])),
        sparse["modifier"]?.GetValue<string>() == "idf");

    private IEnumerable<(string Id, double Score)> ByDense(string name, JsonNode query, Dictionary<string, Point> admitted) => admitted
        .Where(pair => pair.Value.Dense.ContainsKey(name))
        .Select(pair => (pair.Key, FakeQdrantVectors.ScoreDense(FakeQdrantVectors.Dense(query), pair.Value.Dense[name], settings["vectors"]![name]!["distance"]!.GetValue<string>())));

    private void CheckVector(string name, JsonNode vector)
    {
        if (settings["sparse_vectors"]?[name] is not null)
        {
            var indices = vector["indices"]?.AsArray() ?? throw new QdrantRefusal(400, $"Vector {name} is sparse");
            if (indices.Count != vector["values"]!.AsArray().Count || indices.Select(index => index!.GetValue<uint>()).Distinct().Count() != indices.Count)
            {
                throw new QdrantRefusal(422, "Validation error: indices must be unique, one for each value");
            }
        }
        else if (settings["vectors"]?[name]?["size"]?.GetValue<int>() is not { } size)
        {
            throw new QdrantRefusal(400, $"Wrong input: Not existing vector name error: {name}");
        }
        else if (vector is not JsonArray numbers || numbers.Count != size)
        {
            throw new QdrantRefusal(400, $"Wrong input: Vector dimension error: expected dim: {size}");
        }
    }

    private void CheckFields(JsonNode? filter, string setting)
    {
        if (!IsStrict || (Strict(setting)?.GetValue<bool>() ?? true))
        {
            return;
        }

        foreach (var (key, kind) in FakeQdrantFilter.Fields(filter))
        {
            var index = _indexes.GetValueOrDefault(key);
            var type = index is JsonObject ? index["type"]!.GetValue<string>() : index?.GetValue<string>();
            var answers = kind == "keyword" ? type == "keyword" : type == "integer" && (index is not JsonObject || (index[kind]?.GetValue<bool>() ?? true));
            if (!answers)
            {
                throw new QdrantRefusal(400, $"Bad request: Index required but not found for \"{key}\" of type {kind}");
            }
        }
    }

    private bool IsStrict => Strict("enabled")?.GetValue<bool>() ?? false;

    private JsonNode? Strict(string setting) => settings["strict_mode_config"]?[setting];

    private void Limit(string setting, int value)
    {
        if (IsStrict && Strict(setting)?.GetValue<int>() is { } most && value > most)
        {
            throw new QdrantRefusal(400, $"Bad request: {setting} is {most}, and {value} was asked for");
        }
    }

    private static JsonNode? Selected(JsonObject payload, JsonNode selection)
    {
        var include = selection as JsonArray ?? (selection as JsonObject)?["include"]?.AsArray();
        if (include is null)
        {
            return selection.GetValue<bool>() ? payload.DeepClone() : null;
        }

        var wanted = include.Select(field => field!.GetValue<string>()).ToHashSet();
        return new JsonObject(payload.Where(member => wanted.Contains(member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
    }

    private sealed record Point(JsonObject Payload, Dictionary<string, Dictionary<uint, float>> Sparse, Dictionary<string, float[]> Dense)
    {
        public IReadOnlyCollection<string> Vectors => [.. Sparse.Keys, .. Dense.Keys];

        public static Point Of(JsonNode written)
        {
            var point = new Point(written["payload"]?.DeepClone().AsObject() ?? [], [], []);
            point.Add(written["vector"]!.AsObject());
            return point;
        }

        /// <summary>Takes vectors in the place of those of the same names.</summary>
        public void Add(JsonObject vectors)
        {
            foreach (var (name, vector) in vectors)
            {
                if (vector is JsonArray numbers)
                {
                    Dense[name] = FakeQdrantVectors.Dense(numbers);
                }
                else
                {
                    Sparse[name] = FakeQdrantVectors.Sparse(vector!);
                }
            }
        }
    }
}

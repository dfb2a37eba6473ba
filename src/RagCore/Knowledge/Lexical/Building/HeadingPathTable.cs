namespace ChatOpsBot.RagCore.Knowledge.Lexical.Building;

/// <summary>Numbers the different heading paths of a segment.</summary>
internal sealed class HeadingPathTable
{
    private readonly Dictionary<string, ushort> _numbers = new(StringComparer.Ordinal);
    private readonly List<IReadOnlyList<string>> _paths = [];

    public ushort Add(IReadOnlyList<string> path)
    {
        if (_paths.Count > 0 && ReferenceEquals(_paths[^1], path))
        {
            return (ushort)(_paths.Count - 1);
        }

        var key = string.Join('\0', path);
        if (!_numbers.TryGetValue(key, out var number))
        {
            number = (ushort)_paths.Count;
            _numbers.Add(key, number);
            _paths.Add(path);
        }

        return number;
    }

    public IReadOnlyList<string>[] ToArray() => [.. _paths];
}

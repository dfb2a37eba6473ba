using System.Globalization;

namespace ChatOpsBot.RagCore.Diagnostics.Yaml;

/// <summary>Reads the members of a map by name and remembers every fault, so that a writer is told all of them at once.</summary>
/// <param name="map">What is read.</param>
/// <param name="file">The file's name, as the writer knows it.</param>
/// <param name="faults">Gets a line for each fault.</param>
internal sealed class YamlFields(YamlMap map, string file, ICollection<string> faults)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public int Line => map.Line;

    /// <summary>Tells a fault.</summary>
    /// <param name="line">Where, from 1.</param>
    /// <param name="fault">What, and how to mend it, without the full stop.</param>
    public void Add(int line, string fault) => faults.Add($"{file}, line {line}: {fault}.");

    public bool Has(string name) => map.Members.ContainsKey(name);

    public int LineOf(string name) => map.Members.TryGetValue(name, out var value) ? value.Line : map.Line;

    /// <summary>Returns a text that is not empty, or null.</summary>
    public YamlText? Text(string name, bool isRequired = false)
    {
        if (Find<YamlText>(name, "a single value", isRequired) is not { } text)
        {
            return null;
        }

        if (!string.IsNullOrWhiteSpace(text.Value))
        {
            return text;
        }

        Add(text.Line, $"{name} is empty; write a value{(isRequired ? string.Empty : " or remove it")}");
        return null;
    }

    /// <summary>Returns the texts of a list; empty when it is absent.</summary>
    public IReadOnlyList<YamlText> Texts(string name)
    {
        var items = List(name);
        foreach (var wrong in items.Where(item => item is not YamlText { Value: var value } || string.IsNullOrWhiteSpace(value)))
        {
            Add(wrong.Line, $"{name} has an entry that is not a text; write one text an entry");
        }

        return [.. items.OfType<YamlText>().Where(item => !string.IsNullOrWhiteSpace(item.Value))];
    }

    /// <summary>Returns the items of a list; empty when it is absent.</summary>
    public IReadOnlyList<YamlValue> List(string name, bool isRequired = false)
    {
        var list = Find<YamlList>(name, "a list", isRequired);
        if (list is { Items.Count: 0 } && isRequired)
        {
            Add(list.Line, $"{name} is empty; write at least one entry");
        }

        return list?.Items ?? [];
    }

    /// <summary>Returns the fields of each item of a list of maps.</summary>
    public IEnumerable<YamlFields> Maps(string name, bool isRequired = false)
    {
        foreach (var item in List(name, isRequired))
        {
            if (item is YamlMap each)
            {
                yield return new YamlFields(each, file, faults);
            }
            else
            {
                Add(item.Line, $"{name} has an entry without names; write names with their values");
            }
        }
    }

    /// <summary>Returns the fields of a map, or null when it is absent.</summary>
    public YamlFields? Map(string name) => Find<YamlMap>(name, "a list of names with values", isRequired: false) is { } found ? new YamlFields(found, file, faults) : null;

    /// <summary>Returns a number within limits; null when it is absent or no such number.</summary>
    public double? Number(string name, double least, double most)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        Add(text.Line, FormattableString.Invariant($"{name} ({text.Value}) is not a number from {least} to {most}; correct it"));
        return null;
    }

    /// <summary>Returns a whole number within limits; null when it is absent or no such number.</summary>
    public int? Whole(string name, int least, int most)
    {
        if (Number(name, least, most) is not { } number)
        {
            return null;
        }

        if (double.IsInteger(number))
        {
            return (int)number;
        }

        Add(LineOf(name), FormattableString.Invariant($"{name} ({number}) is not a whole number; round it"));
        return null;
    }

    /// <summary>Returns the value of an enumeration, written in small letters; null when it is absent or not one of them.</summary>
    public T? OneOf<T>(string name, bool isRequired = false)
        where T : struct, Enum
    {
        if (Text(name, isRequired) is not { } text)
        {
            return null;
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (Word(value) == text.Value)
            {
                return value;
            }
        }

        Add(text.Line, $"{name} ({text.Value}) is not one of {string.Join(", ", Enum.GetValues<T>().Select(Word))}; correct it");
        return null;
    }

    /// <summary>Tells a fault for each member that nothing asked for.</summary>
    public void RefuseOthers()
    {
        foreach (var (name, value) in map.Members.Where(member => !_known.Contains(member.Key)))
        {
            Add(value.Line, $"{name} is not known here; correct its spelling or remove it. Known: {string.Join(", ", _known)}");
        }
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private T? Find<T>(string name, string kind, bool isRequired)
        where T : YamlValue
    {
        _known.Add(name);
        if (!map.Members.TryGetValue(name, out var value))
        {
            if (isRequired)
            {
                Add(map.Line, $"{name} is missing; write it");
            }

            return null;
        }

        if (value is T found)
        {
            return found;
        }

        Add(value.Line, $"{name} is not {kind}; correct it");
        return null;
    }
}

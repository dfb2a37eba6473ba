using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ChatOpsBot.RagCore.Diagnostics.Yaml;

/// <summary>
/// Reads a file of settings from the parser's events: texts, lists and maps, and nothing is built from the names in it. Tags, anchors, aliases,
/// names that stand twice, deep nesting and great size are refused (L-36).
/// </summary>
internal sealed class YamlFile
{
    /// <summary>How long a file may be.</summary>
    public const int MaxCharacters = 1024 * 1024;

    private const int MaxDepth = 16;
    private const int MaxEvents = 100_000;

    private readonly Parser _parser;
    private int _events;
    private int _depth;

    private YamlFile(Parser parser) => _parser = parser;

    private ParsingEvent Current => _parser.Current ?? throw new YamlFaultException(1, "ends too early; write names with their values");

    /// <summary>Returns the map a file consists of.</summary>
    /// <exception cref="YamlFaultException">It cannot be read.</exception>
    public static YamlMap Read(string text)
    {
        if (text.Length > MaxCharacters)
        {
            throw new YamlFaultException(1, $"is longer than {MaxCharacters} characters; write several files");
        }

        using var reader = new StringReader(text);
        var parser = new Parser(reader);
        try
        {
            return new YamlFile(parser).Document();
        }
        catch (YamlException fault)
        {
            throw Unreadable(fault.Start.Line);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // How the parser ends on some files that are broken in its own way.
            throw Unreadable(parser.Current?.Start.Line ?? 1);
        }
    }

    private static YamlFaultException Unreadable(long line)
        => new((int)Math.Max(1, line), "is not YAML; look at indentation, quotes and colons there and on the lines around it");

    private YamlMap Document()
    {
        Move();
        Move();
        if (Current is not DocumentStart)
        {
            throw new YamlFaultException(1, "is empty; write names with their values");
        }

        Move();
        if (Value() is not YamlMap map)
        {
            throw new YamlFaultException(1, "is not a list of names with their values; write lines such as \"name: value\"");
        }

        Move();
        if (Current is not StreamEnd)
        {
            throw new YamlFaultException(LineOf(Current), "begins a second document; write one file for each");
        }

        return map;
    }

    private YamlValue Value()
    {
        var start = Current;
        RefuseNames(start);
        return start switch
        {
            Scalar scalar => Text(scalar),
            SequenceStart => Nested(() => new YamlList(Items(), LineOf(start))),
            MappingStart => Nested(() => new YamlMap(Members(), LineOf(start))),
            _ => throw new YamlFaultException(LineOf(start), "has something other than a text, a list or names with values; remove it"),
        };
    }

    private List<YamlValue> Items()
    {
        var items = new List<YamlValue>();
        while (Current is not SequenceEnd)
        {
            items.Add(Value());
        }

        return items;
    }

    private OrderedDictionary<string, YamlValue> Members()
    {
        var members = new OrderedDictionary<string, YamlValue>(StringComparer.Ordinal);
        while (Current is not MappingEnd)
        {
            if (Current is not Scalar key)
            {
                throw new YamlFaultException(LineOf(Current), "has a name that is not a plain word; name it by a word");
            }

            RefuseNames(key);
            Move();
            if (!members.TryAdd(key.Value, Value()))
            {
                throw new YamlFaultException(LineOf(key), $"names {key.Value} a second time; remove one of them");
            }
        }

        return members;
    }

    private YamlText Text(Scalar scalar)
    {
        var isBlock = scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded;
        Move();
        return new YamlText(scalar.Value, LineOf(scalar), LineOf(scalar) + (isBlock ? 1 : 0), scalar.Style is ScalarStyle.Literal);
    }

    private T Nested<T>(Func<T> read)
        where T : YamlValue
    {
        if (++_depth > MaxDepth)
        {
            throw new YamlFaultException(LineOf(Current), $"is nested more than {MaxDepth} deep; write it flatter");
        }

        Move();
        var value = read();
        Move();
        _depth--;
        return value;
    }

    private static void RefuseNames(ParsingEvent found)
    {
        if (found is AnchorAlias || found is NodeEvent { Anchor.IsEmpty: false })
        {
            throw new YamlFaultException(LineOf(found), "has an anchor or an alias (& or *); write the value out, or put it into quotes");
        }

        if (found is NodeEvent { Tag.IsEmpty: false })
        {
            throw new YamlFaultException(LineOf(found), "has a tag (!); remove it, or put the value into quotes");
        }
    }

    private void Move()
    {
        if (++_events > MaxEvents)
        {
            throw new YamlFaultException(LineOf(Current), $"has more than {MaxEvents} values; write several files");
        }

        if (!_parser.MoveNext())
        {
            throw new YamlFaultException(1, "ends too early; write names with their values");
        }
    }

    private static int LineOf(ParsingEvent found) => (int)found.Start.Line;
}

using System.Collections.Frozen;
using System.Text;

namespace ChatOpsBot.RagCore.Storage.Sql;

/// <summary>
/// A statement of a look-up, read word by word. What is not plainly one SELECT with named parameters is refused: this is the first of three
/// walls, before the transaction that is read-only and the role that may not write.
/// </summary>
/// <param name="Text">The statement with its parameters by number, as PostgreSQL knows them.</param>
/// <param name="Parameters">The names of the parameters; the first is <c>$1</c>.</param>
internal sealed record SqlStatement(string Text, IReadOnlyList<string> Parameters)
{
    // Words that write, lock, wait, change the session or reach outside the tables, wherever they stand. A column of that name goes into double quotes.
    private static readonly FrozenSet<string> Refused = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "insert", "update", "delete", "merge", "truncate", "drop", "alter", "create", "grant", "revoke", "copy", "call", "do", "execute", "prepare",
        "deallocate", "set", "reset", "into", "lock", "vacuum", "analyze", "explain", "listen", "notify", "unlisten", "begin", "commit", "rollback", "savepoint",
        "refresh", "reindex", "cluster", "comment", "security", "load", "discard", "declare", "fetch", "move", "close", "import", "share",
        "set_config", "nextval", "setval", "currval", "lastval", "query_to_xml", "query_to_xmlschema", "query_to_xml_and_xmlschema", "cursor_to_xml", "table_to_xml",
        "schema_to_xml", "database_to_xml", "txid_current", "inet_server_addr", "ts_stat");

    private static readonly string[] RefusedBeginnings = ["pg_", "lo_", "dblink", "postgres_fdw"];

    /// <summary>Returns the statement, or null with what is wrong with it.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="fault">What and how to mend it, without a full stop.</param>
    public static SqlStatement? Read(string text, out string? fault)
    {
        var reader = new Reader(text.Trim());
        fault = reader.Read();
        return fault is null ? new SqlStatement(reader.Written, reader.Parameters) : null;
    }

    private sealed class Reader(string text)
    {
        private readonly StringBuilder _written = new();
        private readonly List<string> _parameters = [];
        private int _at;
        private int _words;
        private int _depth;

        public string Written => _written.ToString();

        public IReadOnlyList<string> Parameters => _parameters;

        public string? Read()
        {
            while (_at < text.Length)
            {
                if (Step() is { } fault)
                {
                    return fault;
                }
            }

            return _words == 0 ? "has no SELECT; write one" : _depth != 0 ? "has a parenthesis that is not closed; close it" : null;
        }

        private string? Step()
        {
            var (character, next) = (text[_at], _at + 1 < text.Length ? text[_at + 1] : '\0');
            return character switch
            {
                '\'' or '"' => Quoted(character),
                '@' when IsWordStart(next) => Parameter(),
                ';' => "has a semicolon; write one statement without one",
                '$' or '\\' or '\0' => $"has the character {(character == '\0' ? "NUL" : character)}; write parameters as @name and texts in single quotes",
                '-' when next == '-' => "has a comment (--); write it with # outside the statement",
                '/' when next == '*' => "has a comment (/*); write it with # outside the statement",
                '(' => Nested(1),
                ')' => Nested(-1),
                _ when IsWordStart(character) => Word(),
                _ => Take(1),
            };
        }

        private string? Quoted(char quote)
        {
            var end = text.IndexOf(quote, _at + 1);
            if (end < 0)
            {
                return $"has a {quote} that is not closed; close it";
            }

            if (text.AsSpan(_at, end - _at).Contains('\\'))
            {
                return "has a backslash; leave it out";
            }

            return quote == '"' && text.AsSpan(end + 1).TrimStart().StartsWith('(') ? "calls a function by a name in double quotes; write it without" : Take(end + 1 - _at);
        }

        private string? Nested(int step) => (_depth += step) < 0 ? "closes a parenthesis that is not open; remove it" : Take(1);

        private string? Parameter()
        {
            var name = WordAt(_at + 1);
            var index = _parameters.IndexOf(name);
            if (index < 0)
            {
                index = _parameters.Count;
                _parameters.Add(name);
            }

            _written.Append('$').Append(index + 1);
            _at += name.Length + 1;
            return null;
        }

        private string? Word()
        {
            var word = WordAt(_at);
            if (_words++ == 0 && !IsOneOf(word, "select", "with"))
            {
                return $"begins with {word}; write a SELECT";
            }

            // E'', B'', X'', U&'' and N'' have rules of their own.
            var after = _at + word.Length < text.Length ? text[_at + word.Length] : '\0';
            if (after == '\'' || (after == '&' && IsOneOf(word, "u")))
            {
                return $"has a text written as {word}'…'; write it in plain single quotes";
            }

            return Refused.Contains(word) || Array.Exists(RefusedBeginnings, beginning => word.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
                ? $"has the word {word}, which a look-up has no use for; leave it out, or put it into double quotes where it is a column"
                : Take(word.Length);
        }

        private string? Take(int length)
        {
            _written.Append(text, _at, length);
            _at += length;
            return null;
        }

        private string WordAt(int start)
        {
            var end = start;
            while (end < text.Length && (IsWordStart(text[end]) || char.IsAsciiDigit(text[end])))
            {
                end++;
            }

            return text[start..end];
        }

        private static bool IsWordStart(char character) => char.IsLetter(character) || character == '_';

        private static bool IsOneOf(string word, params ReadOnlySpan<string> others)
        {
            foreach (var other in others)
            {
                if (string.Equals(word, other, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }
    }
}

namespace ChatOpsBot.RagCore.Answering.Sentences;

/// <summary>
/// Hands the visible characters of a Markdown span to a sink. One pass, nothing is nested deeper than a link inside emphasis: what it
/// does not recognise is shown as it stands, which costs a stray star and never a word.
/// </summary>
internal sealed class MarkdownInlineReader(string text, int start, int end, bool wholeLines, VisibleTextSink sink)
{
    private const int MaxLinkLength = 2_000;
    private const int MaxTagLength = 300;

    private static readonly (string Entity, char Character)[] Entities =
        [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&nbsp;", ' '), ("&#39;", '\'')];

    // Where the target of an open link begins and what follows it.
    private int _linkTextEnd = -1;
    private int _linkEnd = -1;

    public void Read()
    {
        var at = LineStart(start);
        while (at < end)
        {
            at = at == _linkTextEnd ? _linkEnd : Step(at);
        }
    }

    private int Step(int at) => text[at] switch
    {
        '\n' => LineBreak(at),
        '\\' when at + 1 < end && char.IsAsciiLetterOrDigit(text[at + 1]) is false && text[at + 1] > ' ' => Emit(at + 1),
        '`' => Code(at),
        '*' or '_' or '~' => Emphasis(at),
        '!' when at + 1 < end && text[at + 1] == '[' => OpenLink(at + 1, at),
        '[' => OpenLink(at, at),
        '<' => Tag(at),
        '&' => Entity(at),
        '|' when wholeLines => Space(at),
        _ => Emit(at),
    };

    private int Emit(int at)
    {
        sink.Add(text[at], at, at + 1);
        return at + 1;
    }

    private int Space(int at)
    {
        sink.Add(' ', at, at + 1);
        return at + 1;
    }

    private int LineBreak(int at)
    {
        Space(at);
        return LineStart(at + 1);
    }

    private int LineStart(int at) => wholeLines
        ? LineMarks.SkipAll(text, at, end)
        : at == start ? at : LineMarks.SkipQuote(text, at, end);

    private int Code(int at)
    {
        var run = RunLength(at);
        for (var close = at + run; close < end; close++)
        {
            if (text[close] != '`')
            {
                continue;
            }

            var closing = RunLength(close);
            if (closing == run)
            {
                EmitCode(at + run, close);
                return close + run;
            }

            close += closing - 1;
        }

        return at + run;
    }

    private void EmitCode(int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            Emit(at);
        }
    }

    // Stars between words and underscores inside identifiers are text: "2 * 3", ERR_4012.
    private int Emphasis(int at)
    {
        var run = RunLength(at);
        var before = at > start ? text[at - 1] : ' ';
        var after = at + run < end ? text[at + run] : ' ';
        var alone = char.IsWhiteSpace(before) && char.IsWhiteSpace(after);
        var inside = char.IsLetterOrDigit(before) && char.IsLetterOrDigit(after) && (run == 1 || text[at] == '_');
        if (alone || inside || (text[at] == '~' && run < 2))
        {
            EmitCode(at, at + run);
        }

        return at + run;
    }

    private int RunLength(int at)
    {
        var length = 1;
        while (at + length < end && text[at + length] == text[at])
        {
            length++;
        }

        return length;
    }

    private int OpenLink(int bracket, int at)
    {
        var limit = Math.Min(end, bracket + MaxLinkLength);
        var close = text.IndexOf(']', bracket, limit - bracket);
        if (close < 0 || close + 1 >= end || text[close + 1] is not ('(' or '['))
        {
            return Emit(at);
        }

        var closing = text[close + 1] == '(' ? ')' : ']';
        var target = text.IndexOf(closing, close + 1, Math.Min(end - close - 1, MaxLinkLength));
        if (target < 0)
        {
            return Emit(at);
        }

        (_linkTextEnd, _linkEnd) = (close, target + 1);
        return bracket + 1;
    }

    private int Tag(int at)
    {
        var close = text.IndexOf('>', at, Math.Min(end - at, MaxTagLength));
        if (close < 0 || at + 1 >= end || !(char.IsAsciiLetter(text[at + 1]) || text[at + 1] is '/' or '!'))
        {
            return Emit(at);
        }

        var inside = text.AsSpan(at + 1, close - at - 1);
        var isAddress = !inside.Contains(' ') && (inside.Contains("://", StringComparison.Ordinal) || inside.Contains('@'));
        if (isAddress)
        {
            EmitCode(at + 1, close);
        }
        else if (inside.StartsWith("br", StringComparison.OrdinalIgnoreCase))
        {
            Space(at);
        }

        return close + 1;
    }

    private int Entity(int at)
    {
        foreach (var (entity, character) in Entities)
        {
            if (at + entity.Length <= end && string.CompareOrdinal(text, at, entity, 0, entity.Length) == 0)
            {
                sink.Add(character, at, at + entity.Length);
                return at + entity.Length;
            }
        }

        return Emit(at);
    }
}

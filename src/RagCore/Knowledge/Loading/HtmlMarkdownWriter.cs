using System.Text;
using AngleSharp.Dom;

namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>Walks the nodes of a page without recursion, so that no depth of nesting can exhaust the stack.</summary>
internal sealed class HtmlMarkdownWriter
{
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _line = new();
    private string _prefix = string.Empty;
    private int _cells;

    public string Write(INode content)
    {
        var node = content;
        while (node is not null)
        {
            var skip = node != content && IsSkipped(node);
            if (!skip)
            {
                Enter(node);
            }

            if (!skip && node.FirstChild is { } child)
            {
                node = child;
                continue;
            }

            node = NextAfter(node, content, left: !skip);
        }

        EndBlock();
        return _text.ToString().TrimEnd() + "\n";
    }

    public static string? Squeeze(string? text)
    {
        var squeezed = string.Join(' ', (text ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return squeezed.Length == 0 ? null : squeezed;
    }

    private INode? NextAfter(INode node, INode root, bool left)
    {
        for (var current = node; ; current = current.Parent!)
        {
            if (left || current != node)
            {
                Leave(current);
            }

            if (current == root)
            {
                return null;
            }

            if (current.NextSibling is { } sibling)
            {
                return sibling;
            }
        }
    }

    private static bool IsSkipped(INode node) => node switch
    {
        IComment => true,
        IElement element => element.LocalName is "script" or "style" or "noscript" or "template" or "nav" or "footer" or "aside" or "head"
                or "iframe" or "object" or "svg" or "form" or "button" or "select"
            || element.HasAttribute("hidden")
            || string.Equals(element.GetAttribute("aria-hidden"), "true", StringComparison.OrdinalIgnoreCase)
            || IsHiddenByStyle(element.GetAttribute("style")),
        _ => false,
    };

    // Only what the element says of itself: style sheets are not read.
    private static bool IsHiddenByStyle(string? style)
    {
        foreach (var declaration in (style ?? string.Empty).Split(';'))
        {
            var value = declaration.Split(':', 2, StringSplitOptions.TrimEntries) is [var name, var given] ? (name.ToUpperInvariant(), given.Split('!')[0].Trim().ToUpperInvariant()) : default;
            if (value is ("DISPLAY", "NONE") or ("VISIBILITY", "HIDDEN" or "COLLAPSE"))
            {
                return true;
            }
        }

        return false;
    }

    private void Enter(INode node)
    {
        if (node is IText text)
        {
            Append(text.Data);
            return;
        }

        switch ((node as IElement)?.LocalName)
        {
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                StartBlock(new string('#', ((IElement)node).LocalName[1] - '0') + " ");
                break;
            case "li":
                StartLine("- ");
                break;
            case "tr":
                _cells = 0;
                StartLine("| ");
                break;
            case "td" or "th":
                _cells++;
                break;
            case "br":
                StartLine(_prefix.StartsWith('|') ? _prefix : string.Empty);
                break;
            case { } name when IsBlock(name) && !_prefix.StartsWith('|'):
                StartBlock(_line.Length == 0 && _prefix == "- " ? _prefix : string.Empty);
                break;
        }
    }

    private void Leave(INode node)
    {
        switch ((node as IElement)?.LocalName)
        {
            case "td" or "th":
                _line.Append(" | ");
                break;
            case "tr":
                EndRow((IElement)node);
                break;
            case "li":
                EndLine();
                break;
            case "table":
                _prefix = string.Empty;
                EndBlock();
                break;
            case { } name when (IsBlock(name) || name[0] == 'h') && !_prefix.StartsWith('|'):
                EndBlock();
                break;
        }
    }

    private static bool IsBlock(string name) => name is "p" or "div" or "section" or "article" or "main" or "ul" or "ol" or "dl" or "dt" or "dd"
        or "table" or "blockquote" or "pre" or "header" or "figure" or "figcaption" or "address" or "details" or "summary" or "fieldset" or "hr"
        or "h1" or "h2" or "h3" or "h4" or "h5" or "h6";

    private void Append(string data)
    {
        foreach (var character in data)
        {
            if (!char.IsWhiteSpace(character))
            {
                _line.Append(character == '|' && _prefix.StartsWith('|') ? '/' : character);
            }
            else if (_line.Length > 0 && _line[^1] != ' ')
            {
                _line.Append(' ');
            }
        }
    }

    private void EndRow(IElement row)
    {
        var isFirst = row.PreviousElementSibling is null && row.ParentElement?.PreviousElementSibling is not { LocalName: "thead" or "tbody" };
        var cells = _cells;
        EndLine();
        if (isFirst && cells > 0)
        {
            _text.Append('|').Insert(_text.Length, "---|", cells).Append('\n');
        }
    }

    private void StartBlock(string prefix)
    {
        EndBlock();
        _prefix = prefix;
    }

    private void StartLine(string prefix)
    {
        EndLine();
        _prefix = prefix;
    }

    private void EndLine()
    {
        var line = _line.ToString().Trim();
        _line.Clear();
        if (line.Length > 0)
        {
            _text.Append(_prefix).Append(line).Append('\n');
        }

        _prefix = string.Empty;
    }

    private void EndBlock()
    {
        EndLine();
        if (_text.Length > 1 && !(_text[^1] == '\n' && _text[^2] == '\n'))
        {
            _text.Append('\n');
        }
    }
}

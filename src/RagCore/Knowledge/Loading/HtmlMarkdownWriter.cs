using System.Text;
using AngleSharp.Dom;

namespace ChatOpsBot.RagCore.Knowledge.Loading;

/// <summary>Walks the nodes of a page without recursion, so that no depth of nesting can exhaust the stack.</summary>
/// <param name="address">The address that the page's links start from.</param>
internal sealed class HtmlMarkdownWriter(Uri? address)
{
    private const char ZeroWidthSpace = '\u200B';

    private readonly List<PlaceMark> _places = [];
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _line = new();
    private string _prefix = string.Empty;
    private string _suffix = string.Empty;
    private IElement? _heading;
    private int _cells;

    /// <summary>Gets the headings that a link can lead to.</summary>
    public IReadOnlyList<PlaceMark> Places => _places;

    public string Write(INode content)
    {
        // By index: asking a node for its next sibling takes as long as the node has siblings.
        var open = new Stack<(INode Node, int Next)>([(content, 0)]);
        Enter(content);
        while (open.TryPop(out var current))
        {
            var (node, next) = current;
            if (next == node.ChildNodes.Length || IsCode(node))
            {
                Leave(node);
                continue;
            }

            open.Push((node, next + 1));
            if (node.ChildNodes[next] is var child && !HtmlVisibility.IsSkipped(child))
            {
                Enter(child);
                open.Push((child, 0));
            }
        }

        EndBlock();
        return _text.ToString().TrimEnd() + "\n";
    }

    public static string? Squeeze(string? text)
    {
        var squeezed = string.Join(' ', (text ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return squeezed.Length == 0 ? null : squeezed;
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
                _heading = (IElement)node;
                break;
            case "dt" or "summary" when !_prefix.StartsWith('|') && Squeeze(node.TextContent)?.EndsWith('?') is true:
                StartBlock("**");
                _suffix = "**";
                break;
            case "pre" when IsCode(node):
                WriteCode((IElement)node);
                break;
            case "a" when HtmlLinks.Resolve((IElement)node, address) is not null:
                _line.Append('[');
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
            case "a" when HtmlLinks.Resolve((IElement)node, address) is { } target:
                _line.Append("](").Append(target.AbsoluteUri.Replace(")", "%29", StringComparison.Ordinal).Replace("|", "%7C", StringComparison.Ordinal)).Append(')');
                break;
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

    private bool IsCode(INode node) => node is IElement { LocalName: "pre" } && !_prefix.StartsWith('|');

    /// <summary>Code keeps its lines. Inside a table it is a cell's text like any other.</summary>
    private void WriteCode(IElement code)
    {
        EndBlock();
        var text = string.Concat(code.Descendants().Select(node => node is IText part ? part.Data : node is IElement { LocalName: "br" } ? "\n" : string.Empty));
        text = text.ReplaceLineEndings("\n").Trim('\n').TrimEnd();
        if (text.Length > 0)
        {
            var fence = text.Contains("```", StringComparison.Ordinal) ? "~~~~" : "```";
            _text.Append(fence).Append('\n').Append(text).Append('\n').Append(fence).Append('\n');
        }
    }

    private static bool IsBlock(string name) => name is "p" or "div" or "section" or "article" or "main" or "ul" or "ol" or "dl" or "dt" or "dd"
        or "table" or "blockquote" or "pre" or "header" or "figure" or "figcaption" or "address" or "details" or "summary" or "fieldset" or "hr"
        or "h1" or "h2" or "h3" or "h4" or "h5" or "h6";

    private void Append(string data)
    {
        foreach (var character in data)
        {
            if (character is ZeroWidthSpace)
            {
                // Generators put it into the link that they set beside a heading.
                continue;
            }

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
            if (_heading is not null && HtmlLinks.AnchorOf(_heading) is { } anchor)
            {
                _places.Add(new PlaceMark(_text.Length, Squeeze(_heading.TextContent)?.Trim(ZeroWidthSpace) ?? line, anchor));
            }

            _text.Append(_prefix).Append(line).Append(_suffix).Append('\n');
        }

        _heading = null;
        (_prefix, _suffix) = (string.Empty, string.Empty);
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

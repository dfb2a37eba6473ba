using System.Text;
using System.Text.RegularExpressions;

namespace ChatOpsBot.RagCore.Answering.Prompts;

/// <summary>The text of a message with its places for variables. Values are put in once, so that braces in a value stay braces.</summary>
internal sealed partial class PromptTemplate
{
    /// <summary>The place of the mark that is drawn for each rendering. Not declared, because it is no variable.</summary>
    public const string Fence = "fence";

    private readonly string _text;

    public PromptTemplate(string text)
    {
        _text = text;
        Places = [.. Place().Matches(text).Select(match => new VariablePlace(match.Groups[1].Value, match.Index, match.Length))];
    }

    public IReadOnlyList<VariablePlace> Places { get; }

    /// <summary>Returns where braces stand that are no place for a variable; null when there are none.</summary>
    public int? StrayBraces()
    {
        for (var at = _text.IndexOf("{{", StringComparison.Ordinal); at >= 0; at = _text.IndexOf("{{", at + 1, StringComparison.Ordinal))
        {
            if (!Places.Any(place => at >= place.Start && at < place.Start + place.Length))
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>Says whether a place stands between two fences.</summary>
    public bool IsFenced(VariablePlace place)
        => Places.Count(fence => fence.Name == Fence && fence.Start < place.Start) % 2 == 1 && Places.Any(fence => fence.Name == Fence && fence.Start > place.Start);

    public string Render(IReadOnlyDictionary<string, string> values)
    {
        var rendered = new StringBuilder();
        var at = 0;
        foreach (var place in Places)
        {
            rendered.Append(_text, at, place.Start - at).Append(values[place.Name]);
            at = place.Start + place.Length;
        }

        return rendered.Append(_text, at, _text.Length - at).ToString();
    }

    [GeneratedRegex(@"\{\{ ?([A-Za-z_][A-Za-z0-9_]*) ?\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Place();
}

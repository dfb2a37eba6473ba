using System.Globalization;

namespace ChatOpsBot.RagCore.Knowledge.Crawling.Robots;

/// <summary>What a site asks of the product in its robots.txt (RFC 9309). The longest rule that fits decides; of two as long, the one that allows.</summary>
internal sealed class RobotsRules
{
    private const string Everybody = "*";
    private const int MaxRules = 10_000;

    private readonly List<(string Pattern, bool Allows)> _rules = [];

    /// <summary>Gets rules that allow everything, as of a site without the file.</summary>
    public static RobotsRules None { get; } = new();

    /// <summary>Gets the pause the site asks for between two requests.</summary>
    public TimeSpan? Delay { get; private set; }

    /// <summary>Reads the groups that are meant for a product; those for everybody when there are none.</summary>
    public static RobotsRules Parse(string text, string product)
    {
        var groups = Groups(text).ToList();
        var mine = groups.Where(group => group.Agents.Exists(agent => agent.Equals(product, StringComparison.OrdinalIgnoreCase))).ToList();
        var rules = new RobotsRules();
        foreach (var line in (mine.Count > 0 ? mine : groups.Where(group => group.Agents.Contains(Everybody))).SelectMany(group => group.Lines))
        {
            rules.Add(line.Name, line.Value);
        }

        return rules;
    }

    /// <summary>Says whether a page may be read.</summary>
    public bool Allows(Uri url)
    {
        var path = RobotsPath.Normalize(url.PathAndQuery);
        var (length, allows) = (-1, true);
        foreach (var rule in _rules)
        {
            if ((rule.Pattern.Length > length || (rule.Pattern.Length == length && rule.Allows)) && RobotsPath.Matches(path, rule.Pattern))
            {
                (length, allows) = (rule.Pattern.Length, rule.Allows);
            }
        }

        // The file itself may always be read.
        return allows || url.AbsolutePath == "/robots.txt";
    }

    private static IEnumerable<Group> Groups(string text)
    {
        Group? current = null;
        var isNaming = false;
        foreach (var (name, value) in Lines(text))
        {
            if (name == "USER-AGENT")
            {
                if (!isNaming)
                {
                    if (current is not null)
                    {
                        yield return current;
                    }

                    current = new Group([], []);
                }

                current!.Agents.Add(ProductOf(value));
                isNaming = true;
            }
            else if (name is "ALLOW" or "DISALLOW" or "CRAWL-DELAY")
            {
                current?.Lines.Add((name, value));
                isNaming = false;
            }
        }

        if (current is not null)
        {
            yield return current;
        }
    }

    private static IEnumerable<(string Name, string Value)> Lines(string text)
    {
        foreach (var line in text.TrimStart('\uFEFF').Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var statement = line.IndexOf('#', StringComparison.Ordinal) is var comment and >= 0 ? line[..comment] : line;
            if (statement.IndexOf(':', StringComparison.Ordinal) is var colon and > 0)
            {
                yield return (statement[..colon].Trim().ToUpperInvariant(), statement[(colon + 1)..].Trim());
            }
        }
    }

    /// <summary>What follows the name, such as a version, is no part of it.</summary>
    private static string ProductOf(string value)
        => value.StartsWith('*') ? Everybody : new string([.. value.TakeWhile(character => char.IsAsciiLetter(character) || character is '-' or '_')]);

    private void Add(string name, string value)
    {
        if (name == "CRAWL-DELAY")
        {
            if (double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1_000_000)
            {
                Delay = TimeSpan.FromSeconds(seconds);
            }
        }
        else if (value.Length > 0 && _rules.Count < MaxRules)
        {
            _rules.Add((RobotsPath.Normalize(value), name == "ALLOW"));
        }
    }

    private sealed record Group(List<string> Agents, List<(string Name, string Value)> Lines);
}

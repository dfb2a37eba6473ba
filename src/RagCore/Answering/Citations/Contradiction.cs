using System.Globalization;
using ChatOpsBot.RagCore.Conversations;

namespace ChatOpsBot.RagCore.Answering.Citations;

/// <summary>Two documents that say different things of the same.</summary>
/// <param name="Said">The citation the answer stands on.</param>
/// <param name="Other">The citation that says otherwise, numbered after those of the answer unless it is one of them.</param>
/// <param name="Values">What the one and the other say, when it is a number; null when one denies what the other says.</param>
internal sealed record Contradiction(Citation Said, Citation Other, (string Said, string Other)? Values)
{
    /// <summary>Returns what the person is told, with both sources and their dates.</summary>
    public string Note()
    {
        var values = Values is var (said, other) ? $": {said}, {other}" : string.Empty;
        return $"The sources disagree: {Describe(Said)} and {Describe(Other)} say different things{values}.";
    }

    private static string Describe(Citation citation)
    {
        var date = citation.Effective is { } effective ? effective.ToString("'in force since' d MMMM yyyy", CultureInfo.InvariantCulture) : "without a date";
        return $"\"{citation.Title}\" [{citation.Number}] ({date})";
    }
}
